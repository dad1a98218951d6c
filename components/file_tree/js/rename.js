// The text field inside a row that names a new file or renames one.

import { h } from "a6hub-kit/dom.js";

const PATIENCE_MS = 10_000;

/**
 * Put a field into `row`; `onSubmit(name)` asks the server, whose answer comes back through `accept` or `reject`:
 * a rejected name stays in the field with the message below it.
 */
export class NameField {
  #timer = 0;
  #closed = false;

  constructor(row, { value, label, select = value.length, onSubmit, onCancel, onClose }) {
    this.options = { onSubmit, onCancel, onClose };
    this.value = value;
    this.message = h("div", { class: "a6-name-error", role: "alert", hidden: true, "data-testid": "name-error" });
    this.input = h("input", {
      "class": "a6-name-input", "type": "text", "aria-label": label, "spellcheck": "false", "autocomplete": "off", value,
      "data-testid": "name-input", "maxlength": 255,
      "onkeydown": (event) => this.#onKey(event), "onblur": () => this.#onBlur(),
      "oninput": () => this.#clear(),
    });
    this.element = h("span", { class: "a6-name" }, this.input, this.message);
    row.append(this.element);
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(0, select);
  }

  /** The server took the name. */
  accept() { this.#close(); }

  /** The server refused the name: show why and keep what was typed. */
  reject(message) {
    this.#settle();
    this.message.textContent = message;
    this.message.hidden = false;
    this.input.setAttribute("aria-invalid", "true");
    this.input.focus({ preventScroll: true });
  }

  cancel() {
    if (this.#closed) return;
    this.#close();
    this.options.onCancel?.();
  }

  get pending() { return this.input.readOnly; }

  #onKey(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter") this.#submit();
    else return;
    event.preventDefault();
  }

  #onBlur() {
    if (this.#closed || this.pending || !this.message.hidden || !document.hasFocus()) return;
    this.#submit();
  }

  #submit() {
    const name = this.input.value.trim();
    if (this.pending) return;
    if (!name || name === this.value) { this.cancel(); return; }
    this.input.readOnly = true;
    this.input.setAttribute("aria-busy", "true");
    this.#timer = setTimeout(() => this.reject("The server has not answered. Press Enter to try again."), PATIENCE_MS);
    this.options.onSubmit(name);
  }

  #clear() {
    this.message.hidden = true;
    this.input.removeAttribute("aria-invalid");
  }

  #settle() {
    clearTimeout(this.#timer);
    this.input.readOnly = false;
    this.input.removeAttribute("aria-busy");
  }

  #close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#settle();
    this.element.remove();
    this.options.onClose?.();
  }
}
