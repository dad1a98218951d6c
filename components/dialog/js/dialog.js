// Modal questions: confirm, prompt and small forms.

import { h, installStyle, uniqueId } from "a6hub-kit/dom.js";
import { openModal } from "a6hub-kit/modal.js";

const CSS = `
.a6-dialog { width: 440px; }
.a6-dialog form { display: grid; gap: 14px; padding: 18px; margin: 0; }
.a6-dialog .text { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.a6-dialog .buttons { display: flex; justify-content: flex-end; gap: 8px; margin-top: 2px; }
.a6-dialog .check { display: flex; align-items: center; gap: 8px; }
.a6-dialog .check input { accent-color: var(--accent); }
`;

/**
 * Options: `emit(event, detail)`. Events: submit {id, values}, cancel {id}.
 * A dialog stays open after submit until `close` or `fail`, so that a refused answer keeps what was typed.
 */
export class Dialogs {
  #open = null;

  constructor(container, { emit = () => {} }) {
    installStyle("dialog", CSS);
    this.emit = emit;
    this.root = h("div", { "data-testid": "dialogs" });
    container.append(this.root);
  }

  /** Ask `{id, title, text?, fields?, ok?, cancel?, danger?}`; fields are `{name, label, type?, value?, options?, hint?, required?, placeholder?}`. */
  show({ id, title, text = "", fields = [], ok = "OK", cancel = "Cancel", danger = false }) {
    this.#dismiss();
    const titleId = uniqueId("dialog");
    const inputs = new Map(fields.map((field) => [field.name, buildField(field)]));
    const error = h("p", { "class": "error-text", "role": "alert", "hidden": true, "data-testid": "dialog-error" });
    const okButton = h("button", { "type": "submit", "class": `btn ${danger ? "danger" : "primary"}`, "data-testid": "dialog-ok" }, ok);
    const cancelButton = h("button", { "type": "button", "class": "btn", "data-testid": "dialog-cancel", "onclick": () => box.close("") }, cancel);
    const form = h("form", { method: "dialog", novalidate: true, onsubmit: (event) => { event.preventDefault(); this.#submit(); } },
      h("h2", { id: titleId }, title), text ? h("p", { class: "text" }, text) : null, [...inputs.values()].map((each) => each.row), error,
      h("div", { class: "buttons" }, cancelButton, okButton));
    const state = { id, inputs, error, okButton, settled: false, fields };
    const box = openModal(this.root, { labelledby: titleId, className: "a6-dialog", testid: "dialog", children: form,
      closeOutside: !fields.length, onClose: () => this.#onClose(state) });
    this.#open = { ...state, box, state };
    const first = inputs.values().next().value?.input ?? (danger ? cancelButton : okButton);
    first.focus();
    first.select?.();
  }

  /** The answer was taken. */
  close(id) {
    if (this.#open?.id !== id) return;
    this.#open.state.settled = true;
    this.#open.box.close("done");
  }

  /** The answer was refused: say why and let the person correct it. */
  fail(id, message, field = "") {
    if (this.#open?.id !== id) return;
    const { error, okButton, inputs } = this.#open;
    okButton.disabled = false;
    error.textContent = message;
    error.hidden = false;
    const input = inputs.get(field)?.input ?? inputs.values().next().value?.input;
    input?.setAttribute("aria-invalid", "true");
    input?.focus();
  }

  #submit() {
    const { id, inputs, fields, okButton, error } = this.#open;
    const missing = fields.find((field) => field.required && !String(inputs.get(field.name).value()).trim());
    if (missing) { this.fail(id, `${missing.label} is missing.`, missing.name); return; }
    error.hidden = true;
    for (const { input } of inputs.values()) input.removeAttribute("aria-invalid");
    okButton.disabled = true;
    this.emit("submit", { id, values: Object.fromEntries([...inputs].map(([name, each]) => [name, each.value()])) });
  }

  #onClose(state) {
    if (this.#open?.id === state.id) this.#open = null;
    if (!state.settled) this.emit("cancel", { id: state.id });
  }

  #dismiss() { this.#open?.box.close(""); }

  destroy() {
    this.#dismiss();
    this.root.remove();
  }
}

function buildField({ name, label, type = "text", value = "", options = [], hint = "", placeholder = "", required = false }) {
  const id = uniqueId("field");
  const common = { id, name, "data-testid": `dialog-${name}`, "aria-describedby": hint ? `${id}-hint` : null, "aria-required": required ? "true" : null };
  if (type === "checkbox") {
    const input = h("input", { ...common, type, checked: Boolean(value) });
    return { input, value: () => input.checked, row: h("label", { class: "check" }, input, label) };
  }
  const input = type === "select"
    ? h("select", { ...common, class: "select" }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)))
    : type === "textarea" ? h("textarea", { ...common, class: "textarea", placeholder }, value)
      : h("input", { ...common, class: "input", type, value, placeholder, autocomplete: type === "password" ? "current-password" : "off", spellcheck: "false" });
  const row = h("div", { class: "field" }, h("label", { for: id }, label), input, hint ? h("span", { class: "hint", id: `${id}-hint` }, hint) : null);
  return { input, value: () => input.value, row };
}

/** Build the place of dialogs inside `container`. */
export const createDialogs = (container, options) => new Dialogs(container, options);
