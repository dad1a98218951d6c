// Short messages in the corner: what happened, with a way to undo it.

import { disposer, h, iconButton, installStyle } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";

const CSS = `
.a6-toasts { position: fixed; right: 16px; bottom: 40px; z-index: 950; display: flex; flex-direction: column; align-items: flex-end; gap: 8px;
  width: min(400px, calc(100vw - 32px)); pointer-events: none; font: 13px/1.45 var(--font); }
.a6-toast { display: flex; align-items: flex-start; gap: 10px; max-width: 100%; padding: 9px 8px 9px 12px; border: 1px solid var(--line-strong); border-radius: 8px;
  background: var(--bg-2); color: var(--fg-0); box-shadow: var(--shadow); pointer-events: auto; animation: a6-toast-in .14s ease-out; }
@keyframes a6-toast-in { from { transform: translateY(6px); opacity: 0; } }
.a6-toast > .icon { margin-top: 1px; color: var(--fg-2); }
.a6-toast.success > .icon { color: var(--ok); }
.a6-toast.warning > .icon { color: var(--warn); }
.a6-toast.error > .icon { color: var(--err); }
.a6-toast.error { border-color: color-mix(in srgb, var(--err) 45%, var(--line)); }
.a6-toast-text { min-width: 0; overflow-wrap: anywhere; padding-right: 4px; }
.a6-toast-text p { margin: 0; color: var(--fg-1); font-size: 12px; }
.a6-toast .btn { height: 22px; padding: 0 8px; font-size: 12px; }
.a6-toast .icon-btn { width: 22px; height: 22px; }
`;
const ICON = { success: "check", warning: "warning", error: "error", info: "info" };
const SHOWN_MS = 5000;
const WITH_ACTION_MS = 10_000;
const MOST = 5;

/**
 * Options: `emit(event, detail)`. Events, each with {id}: action, closed.
 * Other scripts of the page may raise a message with `dispatchEvent(new CustomEvent("a6hub-toast", {detail: {text, kind}}))`.
 */
export class Toasts {
  #bin = disposer();
  #toasts = new Map();
  #counter = 0;

  constructor(container, { emit = () => {} }) {
    installStyle("toasts", CSS);
    this.emit = emit;
    this.root = h("div", { "class": "a6-toasts", "role": "region", "aria-label": "Messages", "data-testid": "toasts" });
    container.append(this.root);
    this.#bin.listen(window, "a6hub-toast", (event) => this.show(event.detail));
    this.#bin.add(() => this.root.remove());
  }

  /** Show `{id?, kind?, text, detail?, action?}`; errors stay until they are dismissed, as do those with `lasting`. */
  show({ id = `page-${(this.#counter += 1)}`, kind = "info", text, detail = "", action = "", lasting = kind === "error" }) {
    this.dismiss(id);
    const element = h("div", { "class": `a6-toast ${kind}`, "role": kind === "error" ? "alert" : "status", "data-testid": "toast", "data-kind": kind },
      icon(ICON[kind] ?? "info"),
      h("div", { class: "a6-toast-text" }, text, detail ? h("p", {}, detail) : null),
      action ? h("button", { "type": "button", "class": "btn", "data-testid": "toast-action", "onclick": () => this.#act(id) }, action) : null,
      iconButton("close", "Dismiss", () => this.dismiss(id), { "data-testid": "toast-close" }));
    const toast = { element, lasting, time: action ? WITH_ACTION_MS : SHOWN_MS, timer: 0 };
    this.#toasts.set(id, toast);
    this.root.append(element);
    for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, () => clearTimeout(toast.timer));
    for (const type of ["pointerleave", "focusout"]) element.addEventListener(type, () => this.#start(id));
    this.#start(id);
    this.#limit();
  }

  /** Take a message away. */
  dismiss(id) {
    const toast = this.#toasts.get(id);
    if (!toast) return;
    clearTimeout(toast.timer);
    toast.element.remove();
    this.#toasts.delete(id);
    this.emit("closed", { id });
  }

  #start(id) {
    const toast = this.#toasts.get(id);
    if (!toast || toast.lasting) return;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => this.dismiss(id), toast.time);
  }

  #act(id) {
    this.emit("action", { id });
    this.dismiss(id);
  }

  #limit() {
    const extra = [...this.#toasts].filter(([, toast]) => !toast.lasting);
    if (this.#toasts.size > MOST && extra.length > 1) this.dismiss(extra[0][0]);
  }

  destroy() {
    for (const { timer } of this.#toasts.values()) clearTimeout(timer);
    this.#bin.dispose();
  }
}

/** Build the stack of messages inside `container`. */
export const createToasts = (container, options) => new Toasts(container, options);
