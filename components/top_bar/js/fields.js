// The controls of a form, one for each kind of option; each calls `change(value)`.

import { h, iconButton, uniqueId } from "a6hub-kit/dom.js";

import { readable, splitPair, splitWords, toNumber } from "./schema.js";

const MOST_SEGMENTS = 4;

/** Build the control of a field with its label, help and place for what is wrong; returns `{row, fail(message)}`. */
export function buildField(field, value, { change, note, describe }) {
  const id = uniqueId("option");
  const error = h("p", { "class": "error-text", "id": `${id}-error`, "role": "alert", "hidden": true });
  const control = CONTROLS[field.kind](field, value, change, id);
  const head = h("div", { class: "a6-option-head" }, label(field, id), field.unit ? h("span", { class: "a6-option-unit" }, field.unit) : null,
    describe ? h("span", { class: "a6-option-mark" }, describe) : null);
  const help = h("p", { class: "a6-option-help", id: `${id}-help` }, withCode(note || field.help));
  const row = h("div", { "class": `a6-option ${field.kind}`, "data-testid": `option-${field.name}` }, head, control, help, error);
  for (const input of row.querySelectorAll("input, select, textarea, [role=radiogroup]")) input.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  return { row, fail(message) {
    error.textContent = message;
    error.hidden = !message;
    for (const input of row.querySelectorAll("input, textarea")) input.setAttribute("aria-invalid", String(Boolean(message)));
  } };
}

function label({ kind, label: text, choices }, id) {
  const grouped = kind === "choices" || (kind === "choice" && choices.length <= MOST_SEGMENTS);
  return grouped ? h("span", { class: "a6-option-label", id: `${id}-label` }, text) : h("label", { class: "a6-option-label", for: id }, text);
}

const CONTROLS = {
  choice({ name, choices }, value, change, id) {
    if (choices.length > MOST_SEGMENTS) {
      return h("select", { class: "select", id, onchange: (event) => change(event.target.value) },
        choices.map((item) => h("option", { value: item, selected: item === value }, readable(item))));
    }
    return h("div", { "class": "a6-segments", "role": "radiogroup", "aria-labelledby": `${id}-label` }, choices.map((item) =>
      h("label", { "data-testid": `${name}-${item || "none"}` },
        h("input", { type: "radio", name: id, value: item, checked: item === value, onchange: () => change(item) }), h("span", {}, readable(item)))));
  },

  choices({ choices }, value, change, id) {
    const chosen = new Set(value ?? []);
    const flip = (item, on) => { if (on) chosen.add(item); else chosen.delete(item); change(choices.filter((one) => chosen.has(one))); };
    return h("div", { "class": "a6-checks", "role": "group", "aria-labelledby": `${id}-label` }, choices.map((item) =>
      h("label", {}, h("input", { type: "checkbox", checked: chosen.has(item), onchange: (event) => flip(item, event.target.checked) }), readable(item))));
  },

  switch(_, value, change, id) {
    return h("input", { type: "checkbox", role: "switch", class: "a6-switch", id, checked: Boolean(value), onchange: (event) => change(event.target.checked) });
  },

  number({ value: usual, nullable, min, max }, value, change, id) {
    return h("input", { class: "input number", id, inputmode: "decimal", value: value ?? "", autocomplete: "off",
      placeholder: range(min, max), oninput: (event) => change(event.target.value.trim() === "" ? (nullable ? null : usual) : toNumber(event.target.value)) });
  },

  text(_, value, change, id) {
    return h("input", { class: "input", id, value: value ?? "", autocomplete: "off", spellcheck: "false", oninput: (event) => change(event.target.value) });
  },

  list({ of, label: text }, value, change, id) {
    const read = (word) => (of === "number" ? toNumber(word) : word);
    return chips({ id, text, items: [...(value ?? [])], show: String, hint: "Add, then Enter", read: (typed) => splitWords(typed).map(read), change });
  },

  pairs({ label: text }, value, change, id) {
    const items = Object.entries(value ?? {});
    const show = ([name, item]) => (item === "" ? name : `${name}=${item}`);
    const tell = (pairs) => change(Object.fromEntries(pairs));
    return chips({ id, text, items, show, hint: "NAME=VALUE, then Enter", read: (typed) => [splitPair(typed)], change: tell, replaces: ([a], [b]) => a === b });
  },

  json(_, value, change, id) {
    const area = h("textarea", { "class": "textarea mono", id, "rows": 4, "spellcheck": "false", "oninput": () => {
      try { change(JSON.parse(area.value || "null")); } catch { change(area.value); }
    } });
    area.value = JSON.stringify(value ?? null, null, 2);
    return area;
  },
};

function range(min, max) {
  if (min === undefined && max === undefined) return "";
  if (max === undefined) return `from ${min}`;
  return min === undefined ? `up to ${max}` : `${min} to ${max}`;
}

/** A list of values, each of which can be taken away, and a field that adds to it. */
function chips({ id, text, items, show, hint, read, change, replaces = () => false }) {
  const list = h("span", { "class": "a6-chips-list", "role": "list", "aria-label": text });
  const input = h("input", { "class": "a6-chips-input", id, "placeholder": items.length ? "" : hint, "autocomplete": "off", "spellcheck": "false",
    "onkeydown": (event) => onKey(event), "onblur": () => add() });
  const box = h("div", { class: "a6-chips", onclick: (event) => { if (event.target === box) input.focus(); } }, list, input);
  const draw = () => {
    list.replaceChildren(...items.map((item, index) => h("span", { class: "chip", role: "listitem" }, show(item),
      iconButton("close", `Remove ${show(item)}`, () => { items.splice(index, 1); draw(); change([...items]); input.focus(); }))));
    input.placeholder = items.length ? "" : hint;
  };
  const add = () => {
    const typed = input.value.trim();
    if (!typed) return;
    for (const item of read(typed)) {
      const at = items.findIndex((other) => replaces(other, item));
      if (at >= 0) items[at] = item;
      else items.push(item);
    }
    input.value = "";
    draw();
    change([...items]);
  };
  const onKey = (event) => {
    if (event.key === "Enter" && input.value.trim() && !event.ctrlKey && !event.metaKey) { event.preventDefault(); add(); }
    else if (event.key === "Enter") add();
    else if (event.key === "Backspace" && !input.value && items.length) { items.pop(); draw(); change([...items]); }
  };
  draw();
  return box;
}

/** Return a text whose parts between backticks are set as code. */
export function withCode(text) {
  return text.split("`").map((part, index) => (index % 2 ? h("code", {}, part) : part));
}
