// A small panel below a button that keeps the keyboard until it closes.

import { disposer, h } from "a6hub-kit/dom.js";

let closeOpen = () => {};

/** Open a panel with `children` below `anchor`; return what closes it. */
export function openPopover(anchor, label, children, { wide = false, onClose = () => {} } = {}) {
  closeOpen();
  const bin = disposer();
  const panel = h("div", { "class": wide ? "a6-popover wide-panel" : "a6-popover", "role": "dialog", "aria-label": label, "data-testid": "popover" }, children);
  const close = (focus = true) => {
    closeOpen = () => {};
    bin.dispose();
    panel.remove();
    anchor.setAttribute("aria-expanded", "false");
    onClose();
    if (focus) anchor.focus();
  };
  closeOpen = () => close(false);
  document.body.append(panel);
  anchor.setAttribute("aria-expanded", "true");
  const box = anchor.getBoundingClientRect();
  panel.style.top = `${box.bottom + 6}px`;
  panel.style.left = `${Math.max(8, Math.min(box.left, innerWidth - panel.offsetWidth - 8))}px`;
  bin.listen(panel, "keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Tab") keepInside(event, panel);
    event.stopPropagation();
  });
  bin.listen(document, "pointerdown", (event) => { if (!panel.contains(event.target) && !anchor.contains(event.target)) close(false); }, true);
  panel.querySelector("input:checked, input, select, button")?.focus();
  return close;
}

function keepInside(event, panel) {
  const stops = [...panel.querySelectorAll("input, select, textarea, button, a")].filter((element) => !element.disabled && element.offsetParent);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}
