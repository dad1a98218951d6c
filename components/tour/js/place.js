// Where a box stands beside the thing it talks about; no DOM.

const GAP = 12;
const EDGE = 8;

/** Return `{left, top}` right of the target, or left, below, above, wherever there is room; else inside it. */
export function placeBeside(target, { width, height }, view) {
  const middle = clamp(target.top, view.height - height);
  const centre = clamp(target.left, view.width - width);
  if (target.right + GAP + width <= view.width - EDGE) return { left: target.right + GAP, top: middle };
  if (target.left - GAP - width >= EDGE) return { left: target.left - GAP - width, top: middle };
  if (target.bottom + GAP + height <= view.height - EDGE) return { left: centre, top: target.bottom + GAP };
  if (target.top - GAP - height >= EDGE) return { left: centre, top: target.top - GAP - height };
  return { left: clamp((target.left + target.right - width) / 2, view.width - width), top: clamp((target.top + target.bottom - height) / 2, view.height - height) };
}

const clamp = (value, room) => Math.max(EDGE, Math.min(value, room - EDGE));
