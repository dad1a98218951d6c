// The bar below the IDE: connection, place in the file, language, tools, and whether everything is saved.

import { disposer, h, installStyle } from "a6hub-kit/dom.js";

const CSS = `
.a6-status { display: flex; align-items: center; gap: 16px; height: 24px; padding: 0 12px; border-top: 1px solid var(--line);
  background: var(--bg-1); color: var(--fg-2); font-size: 11.5px; white-space: nowrap; overflow: hidden; }
.a6-status button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
.a6-status button:hover { color: var(--fg-0); }
.a6-status button:empty { display: none; }
.a6-status .ok { color: var(--ok); } .a6-status .warn { color: var(--warn); } .a6-status .err { color: var(--err); }
.a6-status .strong { font-weight: 600; }
@media (max-width: 1100px) { .a6-status { gap: 10px; } .a6-status .wide { display: none; } }
`;
const PARTS = ["place", "language", "message", "tools", "save"];

export class StatusBar {
  #bin = disposer();

  constructor(container, { notice = "", emit = () => {} }) {
    installStyle("status-bar", CSS);
    this.connection = h("span", { "class": "strong ok", "role": "status", "data-testid": "connection" }, "● Connected");
    this.parts = Object.fromEntries(PARTS.map((id) => [id, h("button", { "type": "button", "data-testid": `status-${id}`, "class": id === "tools" ? "wide" : "", "onclick": () => emit("choose", { id }) })]));
    this.parts.save.setAttribute("aria-live", "polite");
    const { place, language, message, tools, save } = this.parts;
    this.root = h("footer", { class: "a6-status" }, this.connection, place, language, h("span", { class: "grow" }), h("span", { class: "wide" }, notice), message, tools, save);
    container.append(this.root);
    this.#watch();
  }

  // The socket of the page belongs to NiceGUI; the browser's own events tell the rest.
  #watch() {
    const socket = window.socket;
    const follow = () => this.setConnected(navigator.onLine && (socket?.connected ?? true));
    this.#bin.listen(window, "online", follow);
    this.#bin.listen(window, "offline", follow);
    for (const event of ["connect", "disconnect"]) {
      socket?.on(event, follow);
      this.#bin.add(() => socket?.off(event, follow));
    }
  }

  setConnected(connected) {
    this.connection.className = `strong ${connected ? "ok" : "err"}`;
    this.connection.textContent = connected ? "● Connected" : "● Offline: your text is kept here";
  }

  set(part, text, tone = "") {
    const button = this.parts[part];
    if (!button) return;
    button.textContent = text;
    button.classList.remove("ok", "warn", "err");
    if (tone) button.classList.add(tone);
  }

  destroy() {
    this.#bin.dispose();
    this.root.remove();
  }
}

/** Build the bar in `container`. */
export function createStatusBar(container, options) { return new StatusBar(container, options); }
