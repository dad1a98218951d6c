// The settings of a run: a form made from the schema of the flow's options.

import { debounce, h } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";

import { orderTops } from "./choices.js";
import { buildField, withCode } from "./fields.js";

const CHECK_MS = 250;
const FIRST = new Set(["top", "simulator", "target", "mode"]);

/** `host` gives `choices` (FlowChoices), `emit(event, detail)`, `changed()` (draw the bar anew), `run()` and `canRemember`. */
export class RunSettings {
  #host;
  #rows = new Map();
  #errors = {};

  constructor(host) {
    this.#host = host;
    this.check = debounce(() => this.#host.emit("check", { flow: this.flow.id, options: this.#host.choices.changed(this.flow.id) }), CHECK_MS);
    this.tabs = h("div", { "class": "a6-segments flows", "role": "radiogroup", "aria-label": "Flow" });
    this.fields = h("div", { class: "a6-options" });
    this.note = h("p", { "class": "a6-options-note", "role": "status", "data-testid": "run-settings-note" });
    this.element = h("div", { "class": "a6-run-settings", "data-testid": "run-settings", "onkeydown": (event) => this.#onKey(event) },
      this.tabs, this.fields, this.note, this.#foot());
    this.draw();
  }

  get flow() { return this.#host.choices.current; }

  /** Draw everything for the chosen flow. */
  draw() {
    const { flow } = this;
    if (!flow) { this.fields.replaceChildren(h("p", {}, "The flows are being read.")); return; }
    this.#drawTabs();
    this.#rows.clear();
    const values = this.#host.choices.values(flow.id);
    const first = flow.fields.filter(({ name }) => FIRST.has(name)).sort((a, b) => Number(b.name === "top") - Number(a.name === "top"));
    const others = flow.fields.filter(({ name }) => !FIRST.has(name));
    this.fields.replaceChildren(h("p", { class: "a6-options-summary" }, withCode(flow.summary)), ...[...first, ...others].map((field) => this.#field(field, values[field.name])));
    this.#drawFoot();
    this.#showErrors();
  }

  /** Take over what is known anew; the field in which somebody types is left alone. */
  refresh() {
    const { activeElement: active } = document;
    const typing = this.element.contains(active) && active.matches("textarea, input:not([type=radio]):not([type=checkbox])");
    if (typing) {
      const before = this.#rows.get("top")?.row;
      const field = this.flow?.fields.find(({ name }) => name === "top");
      if (before && field && !before.contains(active)) before.replaceWith(this.#topField(field, this.#host.choices.values(this.flow.id).top));
      return;
    }
    const held = this.element.contains(active);
    this.draw();
    if (held) (this.fields.querySelector("input:checked") ?? this.runButton).focus({ preventScroll: true });
  }

  /** Show what the server says is wrong: `{field: message}`. */
  setErrors(flow, errors) {
    if (flow !== this.flow?.id) return;
    this.#errors = errors;
    this.#showErrors();
  }

  #drawTabs() {
    this.tabs.hidden = this.#host.choices.flows.length < 2;
    this.tabs.replaceChildren(...this.#host.choices.flows.map(({ id, title }) => h("label", { "data-testid": `flow-tab-${id}` },
      h("input", { type: "radio", name: "a6-flow", value: id, checked: id === this.flow.id, onchange: () => this.#choose(id) }), h("span", {}, title))));
  }

  #choose(id) {
    this.#host.choices.choose(id);
    this.#errors = {};
    this.#host.changed();
    this.draw();
    this.tabs.querySelector("input:checked")?.focus();
  }

  #field(field, value) {
    const { flow } = this;
    if (field.name === "top") return this.#topField(field, value);
    const built = buildField(field, value, {
      change: (next) => this.#change(field.name, next), note: this.#noteOf(field, value), describe: field.name in flow.file ? "from a6hub.toml" : "",
    });
    this.#rows.set(field.name, built);
    return built.row;
  }

  #noteOf(field, value) {
    const note = this.flow.notes[field.name];
    return note?.reason && value === field.value ? note.reason : field.help;
  }

  // The modules that were found stand above a field for any other module or file.
  #topField(field, value) {
    const { flow } = this;
    const known = [{ name: "", label: `Found by itself${flow.found ? `: ${flow.found}` : ""}` }, ...orderTops(flow.tops)];
    const pick = (name) => { typed.value = ""; this.#change("top", name); };
    const list = h("fieldset", { class: "a6-tops" }, h("legend", {}, field.label), known.map(({ name, label, file }) => choice(name, label ?? name, file, name === value, () => pick(name))));
    const typed = h("input", { "class": "input", "value": known.some(({ name }) => name === value) ? "" : value, "placeholder": "Another module or the path of its file",
      "aria-label": "Another module or the path of its file", "spellcheck": "false", "autocomplete": "off", "data-testid": "top-typed",
      "oninput": () => { for (const radio of list.querySelectorAll("input")) radio.checked = radio.value === typed.value.trim(); this.#change("top", typed.value.trim()); } });
    const error = h("p", { class: "error-text", role: "alert", hidden: true });
    const row = h("div", { "class": "a6-option top", "data-testid": "option-top" }, list, typed, h("p", { class: "a6-option-help" }, withCode(field.help)), error);
    this.#rows.set("top", { row, fail(message) { error.textContent = message; error.hidden = !message; } });
    return row;
  }

  #change(name, value) {
    this.#host.choices.change(this.flow.id, name, value);
    this.#host.changed();
    this.#drawFoot();
    this.check();
  }

  #foot() {
    this.limits = h("p", { "class": "a6-options-limits", "data-testid": "run-limits" });
    this.resetButton = h("button", { type: "button", class: "btn quiet", onclick: () => this.#reset() }, icon("undo", 14), "Undo changes");
    this.rememberButton = h("button", { "type": "button", "class": "btn", "data-testid": "remember", "hidden": !this.#host.canRemember,
      "onclick": () => this.#host.emit("remember", { flow: this.flow.id, options: this.#host.choices.changed(this.flow.id) }) }, "Remember in a6hub.toml");
    this.runButton = h("button", { "type": "button", "class": "btn primary", "data-testid": "run-now", "onclick": () => this.#host.run() });
    return h("div", { class: "a6-options-foot" }, this.limits, h("div", { class: "a6-options-buttons" }, this.resetButton, h("span", { class: "grow" }), this.rememberButton, this.runButton));
  }

  #drawFoot() {
    const { flow } = this;
    const count = Object.keys(this.#host.choices.changed(flow.id)).length;
    this.limits.textContent = flow.limits ?? "";
    this.resetButton.hidden = this.rememberButton.disabled = count === 0;
    this.resetButton.hidden = count === 0;
    this.runButton.replaceChildren(icon("play", 12), flow.title);
    this.note.textContent = count ? `${count} ${count === 1 ? "setting differs" : "settings differ"} from a6hub.toml: used for runs from this page until it is closed.` : "";
  }

  #reset() {
    this.#host.choices.reset(this.flow.id);
    this.#errors = {};
    this.#host.changed();
    this.draw();
    this.runButton.focus();
  }

  #showErrors() {
    for (const [name, { fail }] of this.#rows) fail(this.#errors[name] ?? "");
    if (this.#errors[""]) this.note.textContent = this.#errors[""];
    this.runButton.disabled = Object.values(this.#errors).some(Boolean);
  }

  #onKey(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.target.blur();
    this.#host.run();
  }
}

function choice(value, label, text, checked, onchange) {
  return h("label", { "class": "a6-choice", "data-testid": `top-${value || "auto"}` }, h("input", { type: "radio", name: "a6-top", value, checked, onchange }),
    h("span", {}, label), text ? h("small", {}, text) : null);
}
