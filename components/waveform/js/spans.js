// From tiles to what is drawn: stretches of one value, and stretches where it changes faster than pixels can show. No DOM.

import { FLAG, firstColumn } from "./decode.js";

/** A stretch that begins at `x`: `busy` 0 with a value (`row`, `entry`; row null: nothing known), or 1 with the flags of its changes. */
export class Spans {
  constructor() {
    this.count = 0;
    this.x = new Float64Array(256);
    this.busy = new Uint8Array(256);
    this.flags = new Uint8Array(256);
    this.entry = new Int32Array(256);
    this.row = [];
    this.end = 0;
  }

  push(x, busy, flags, row, entry) {
    const last = this.count - 1;
    // Where an x or z begins or ends among the changes, a new stretch begins: unknown values are marked where they are.
    if (busy && last >= 0 && this.busy[last] && !((this.flags[last] ^ flags) & (FLAG.X | FLAG.Z))) {
      this.flags[last] |= flags;
      return;
    }
    // A value that would be drawn over at once leaves no trace.
    const at = last >= 0 && this.x[last] >= x && !this.busy[last] ? last : this.count;
    if (at === this.x.length) this.#grow();
    this.x[at] = x;
    this.busy[at] = busy;
    this.flags[at] = flags;
    this.entry[at] = entry;
    this.row[at] = row;
    this.count = at + 1;
  }

  #grow() {
    for (const name of ["x", "busy", "flags", "entry"]) {
      const wider = new this[name].constructor(this[name].length * 2);
      wider.set(this[name]);
      this[name] = wider;
    }
  }

  /** Tell whether a stretch begins with a change, and is not just what a tile begins with. */
  isChange(index) { return (this.flags[index] & (FLAG.ONE | FLAG.SEVERAL)) !== 0; }

  /** The pixel where a stretch ends. */
  endOf(index) { return index + 1 < this.count ? this.x[index + 1] : this.end; }
}

/**
 * Collect the stretches of a row between the times `t0` and `t1`. `view` maps times to pixels (`toX`);
 * stretches narrower than `least` pixels count as busy.
 */
export function collectSpans(pieces, view, t0, t1, least = 1.5, spans = new Spans()) {
  spans.count = 0;
  spans.end = view.toX(t1);
  let known = t0;
  for (const [number, piece] of pieces.entries()) {
    const from = Math.max(piece.from, t0);
    const to = Math.min(piece.to, t1);
    if (to <= from) continue;
    // Where no tile is there yet, nothing is drawn.
    if (from > known || (spans.count === 0 && from > t0)) spans.push(view.toX(known), 0, 0, null, 0);
    const isFirst = from > known || spans.count === 0 || !spans.row[spans.count - 1];
    addPiece(piece, { from, to, isFirst, after: view.toX(firstChange(pieces[number + 1], to)) }, view, least, spans);
    known = to;
  }
  if (known < t1) spans.push(view.toX(known), 0, 0, null, 0);
  return spans;
}

// The time of the first change in the piece that follows at `time`: a change at the end of a tile may be one of many.
function firstChange(piece, time) {
  if (!piece || piece.from !== time) return Infinity;
  const at = firstColumn(piece.row.columns, Math.floor((time - piece.start) / piece.column));
  return at < piece.row.count ? piece.start + piece.row.columns[at] * piece.column : Infinity;
}

function addPiece(piece, { from, to, isFirst, after }, view, least, spans) {
  const { row, start, column } = piece;
  const { columns, flags } = row;
  let at = firstColumn(columns, Math.floor((from - start) / column));
  const stop = firstColumn(columns, Math.ceil((to - start) / column));
  if (isFirst) spans.push(view.toX(from), 0, 0, row, at);
  const width = column / view.perPixel;
  for (; at < stop; at += 1) {
    const x = Math.max(view.toX(start + columns[at] * column), view.toX(from));
    const next = at + 1 < stop ? view.toX(start + columns[at + 1] * column) : after;
    const several = flags[at] & FLAG.SEVERAL;
    if (next - x < least) {
      spans.push(x, 1, flags[at], row, at + 1);
    } else {
      if (several) spans.push(x, 1, flags[at], row, at + 1);
      spans.push(several ? x + Math.min(width, least) : x, 0, flags[at], row, at + 1);
    }
  }
}
