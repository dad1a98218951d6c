// A separator that is moved with the pointer, a finger or the arrow keys.

import { disposer, h } from "a6hub-kit/dom.js";

const STEP = 16;

/**
 * `vertical` separates left from right; `sign` is -1 when moving right or down makes the controlled part smaller.
 * `size()` and `limits()` are read, `onMove(size)` is called on the way, `onEnd(size)` at the end, `onReset()` on a double click.
 */
export function createSplitter({ vertical, sign = 1, label, testid, size, limits, onMove, onEnd, onReset, onToggle }) {
  const element = h("div", {
    "class": `a6-splitter ${vertical ? "vertical" : "horizontal"}`, "role": "separator", "tabindex": "0",
    "aria-orientation": vertical ? "vertical" : "horizontal", "aria-label": label, "data-testid": testid,
    "title": `${label}: drag, or arrow keys; double click for the standard size`,
  });
  const bin = disposer();
  let drag = null;

  function update() {
    const { minimum, maximum } = limits();
    element.setAttribute("aria-valuemin", Math.round(minimum));
    element.setAttribute("aria-valuemax", Math.round(maximum));
    element.setAttribute("aria-valuenow", Math.round(size()));
  }

  const at = (event) => (vertical ? event.clientX : event.clientY);
  bin.listen(element, "pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    drag = { from: at(event), size: size(), moved: false };
    document.body.classList.add("a6-resizing", vertical ? "columns" : "rows");
  });
  bin.listen(element, "pointermove", (event) => {
    if (!drag) return;
    drag.moved = true;
    onMove(drag.size + sign * (at(event) - drag.from));
    update();
  });
  const finish = () => {
    if (!drag) return;
    document.body.classList.remove("a6-resizing", "columns", "rows");
    if (drag.moved) onEnd?.(size());
    drag = null;
    update();
  };
  bin.listen(element, "pointerup", finish);
  bin.listen(element, "pointercancel", finish);
  bin.listen(element, "dblclick", () => { onReset(); update(); });
  bin.listen(element, "focus", update);
  bin.listen(element, "keydown", (event) => {
    const target = keyTarget(event, { vertical, sign, size: size(), limits: limits() });
    if (event.key === "Enter" && onToggle) onToggle();
    else if (target === null) return;
    else { onMove(target); onEnd?.(size()); }
    event.preventDefault();
    update();
  });
  return { element, update, destroy: () => bin.dispose() };
}

function keyTarget(event, { vertical, sign, size, limits }) {
  const step = event.shiftKey ? 4 * STEP : STEP;
  const [less, more] = vertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  if (event.key === less) return size - sign * step;
  if (event.key === more) return size + sign * step;
  if (event.key === "Home") return limits.minimum;
  if (event.key === "End") return limits.maximum;
  return null;
}
