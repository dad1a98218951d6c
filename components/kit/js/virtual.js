// The maths of showing a part of a very long list; no DOM.

/** Browsers stop at about 17 million pixels; longer lists are scaled into this height. */
export const MAX_HEIGHT = 15_000_000;

/** Return the rows `first` (included) to `last` (excluded) that a viewport shows, with `overscan` more on each side. */
export function visibleRange({ top, viewport, rowHeight, count, overscan = 8 }) {
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((top + viewport) / rowHeight) + overscan);
  return { first: Math.min(first, Math.max(0, count - 1)), last: Math.max(last, 0) };
}

/** Return the scroll position that brings a row into view with the least movement. */
export function scrollToShow({ top, viewport, rowHeight, row }) {
  const start = row * rowHeight;
  if (start < top) return start;
  if (start + rowHeight > top + viewport) return start + rowHeight - viewport;
  return top;
}

/** Map between the scroll bar, which has a largest height, and the full height of the content. */
export class ScrollScale {
  constructor(maximum = MAX_HEIGHT) {
    this.maximum = maximum;
    this.update(0, 0);
  }

  update(full, viewport) {
    this.full = full;
    this.viewport = viewport;
    this.height = Math.min(full, this.maximum);
    const track = this.height - viewport;
    this.factor = track > 0 ? (full - viewport) / track : 1;
  }

  /** The position in the content for a position of the scroll bar. */
  toContent(scrollTop) { return scrollTop * this.factor; }

  /** The position of the scroll bar for a position in the content. */
  toScroll(position) { return this.factor ? position / this.factor : 0; }
}
