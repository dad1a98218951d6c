// Handles that change the width of a column, by pointer and by keyboard.

import { h } from "a6hub-kit/dom.js";

/** Build a handle for the CSS variable `name` of `root`; `direction` -1 makes a drag to the right narrow the column. */
export function splitter(root, { name, label, least, most, direction = 1, onChange, testid }) {
  const read = () => Number.parseFloat(getComputedStyle(root).getPropertyValue(name));
  const write = (width) => {
    const bounded = Math.round(Math.max(least, Math.min(most(), width)));
    root.style.setProperty(name, `${bounded}px`);
    handle.setAttribute("aria-valuenow", String(bounded));
    onChange();
  };
  const handle = h("div", { "class": "a6w-split", "role": "separator", "aria-orientation": "vertical", "aria-label": label, "tabindex": "0",
    "data-testid": testid, "aria-valuemin": String(least), "aria-valuenow": String(least) });
  requestAnimationFrame(() => {
    handle.setAttribute("aria-valuemax", String(Math.round(most())));
    handle.setAttribute("aria-valuenow", String(Math.round(read())));
  });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const start = event.clientX;
    const width = read();
    const move = (next) => write(width + (next.clientX - start) * direction);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    write(read() + step * direction);
  });
  return handle;
}
