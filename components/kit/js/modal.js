// Modal boxes on the browser's own <dialog>: focus stays inside, Esc closes, focus returns afterwards.

import { h, installStyle } from "./dom.js";

const CSS = `
.a6-modal { padding: 0; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--bg-1); color: var(--fg-1);
  box-shadow: var(--shadow); font: 13px/1.5 var(--font); max-width: calc(100vw - 24px); max-height: calc(100vh - 24px); overflow: hidden; }
.a6-modal::backdrop { background: var(--scrim); }
.a6-modal h2 { margin: 0; font-size: 15px; }
`;

/** Open a modal box with `children`; `onClose(returnValue)` is called once, "" after Esc or a click outside. */
export function openModal(container, { label, labelledby, className = "", testid, children, onClose, closeOutside = true }) {
  installStyle("modal", CSS);
  const box = h("dialog", { "class": `a6-modal ${className}`, "aria-label": label, "aria-labelledby": labelledby, "data-testid": testid }, children);
  box.addEventListener("close", () => {
    box.remove();
    onClose?.(box.returnValue);
  }, { once: true });
  if (closeOutside) {
    let pressedOutside = false;
    box.addEventListener("pointerdown", (event) => { pressedOutside = event.target === box; });
    box.addEventListener("click", (event) => { if (pressedOutside && event.target === box) box.close(""); });
  }
  // Keys typed in a box are not shortcuts of the page below it.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  container.append(box);
  box.showModal();
  return box;
}

/** Tell whether any modal box is open. */
export const modalOpen = () => Boolean(document.querySelector("dialog[open]"));

