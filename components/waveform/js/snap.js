// Finds the change next to a pixel, so that a click on an edge means the edge. No DOM.

import { firstColumn } from "./decode.js";

const REACH = 6;

/** Return `{time, exact}` of the change nearest to pixel `x`, or null when none is within reach. */
export function nearestEdge(pieces, view, x) {
  let best = null;
  let distance = REACH;
  for (const { row, start, column, from, to } of pieces) {
    const first = firstColumn(row.columns, Math.floor((Math.max(from, view.toTime(x - REACH)) - start) / column));
    for (let at = first; at < row.count; at += 1) {
      const time = start + row.columns[at] * column;
      const away = Math.abs(view.toX(time) - x);
      if (time >= to || view.toX(time) > x + REACH) break;
      if (away <= distance) {
        distance = away;
        best = { time, exact: column === 1 };
      }
    }
  }
  return best;
}
