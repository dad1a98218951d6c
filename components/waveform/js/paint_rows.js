// Draws the stretches of one row: bits as levels, buses as hexagons with text, events as arrows.

import { FLAG, FORM } from "./decode.js";
import { pictureLabel } from "./values.js";

const DENSE = 0.42;
const LONE = 2;
const TINT = 0.09;
const LEAST_HEXAGON = 9;
const SLANT = 4;

/** Draw a row into the band from `y` to `y + height`; `theme` holds the colours and the width of a character. */
export function paintRow(context, spans, { y, height, form, radix, theme }) {
  const pad = Math.max(3, Math.round(height * 0.25));
  const band = { top: y + pad + 0.5, bottom: y + height - pad - 0.5, radix };
  band.middle = (band.top + band.bottom) / 2;
  context.lineWidth = 1.25;
  if (form === FORM.BIT) paintBit(context, spans, band, theme);
  else if (form === FORM.EVENT) paintEvent(context, spans, band, theme);
  else paintBus(context, spans, { ...band, top: band.top - 1, bottom: band.bottom + 1 }, theme);
}

function paintBit(context, spans, band, theme) {
  const line = new Path2D();
  const high = new Path2D();
  const doubt = { x: new Path2D(), z: new Path2D() };
  let before = null;
  for (let index = 0; index < spans.count; index += 1) {
    const x = spans.x[index];
    const end = spans.endOf(index);
    const level = spans.busy[index] ? null : levelOf(spans, index, band);
    if (level === "x") doubt.x.rect(x, band.top, Math.max(1, end - x), band.bottom - band.top);
    if (typeof level === "number") {
      const path = level === band.middle ? doubt.z : line;
      path.moveTo(x, typeof before === "number" ? before : level);
      path.lineTo(x, level);
      path.lineTo(end, level);
      if (level === band.top) high.rect(x, band.top, end - x, band.bottom - band.top);
    }
    before = level;
  }
  fill(context, high, theme.wave, TINT);
  stroke(context, line, theme.wave);
  paintDoubt(context, doubt, theme);
  paintBusy(context, spans, band, theme, theme.wave);
}

function levelOf(spans, index, band) {
  const row = spans.row[index];
  if (!row || !row.known(spans.entry[index])) return null;
  return [band.bottom, band.top, band.middle, "x"][row.state(spans.entry[index]) & 3];
}

function paintDoubt(context, doubt, theme) {
  fill(context, doubt.x, theme.x, 0.16);
  stroke(context, doubt.x, theme.x);
  stroke(context, doubt.z, theme.z);
}

// Where changes are closer than pixels: a block, red when an x is among them, amber when a z is.
function paintBusy(context, spans, band, theme, colour) {
  for (let index = 0; index < spans.count; index += 1) {
    if (!spans.busy[index]) continue;
    const x = spans.x[index];
    const width = Math.max(1, spans.endOf(index) - x);
    // A lone pulse narrower than a pixel is a full line; only a crowd of changes is a paler block.
    context.globalAlpha = width <= LONE ? 1 : DENSE;
    context.fillStyle = colour;
    context.fillRect(x, band.top, width, band.bottom - band.top);
    if (spans.flags[index] & (FLAG.X | FLAG.Z)) {
      context.globalAlpha = 0.9;
      context.fillStyle = spans.flags[index] & FLAG.X ? theme.x : theme.z;
      context.fillRect(x, band.middle - 2, width, 4);
    }
  }
  context.globalAlpha = 1;
}

function paintBus(context, spans, band, theme) {
  const areas = [new Path2D(), new Path2D(), new Path2D()];
  const edges = [new Path2D(), new Path2D(), new Path2D()];
  const texts = [];
  for (let index = 0; index < spans.count; index += 1) {
    const row = spans.row[index];
    const entry = spans.entry[index];
    if (spans.busy[index] || !row || (entry === 0 && !row.known(0))) continue;
    const x = spans.x[index];
    const end = spans.endOf(index);
    const known = row.known(entry);
    const doubt = known ? row.doubt(entry) : Number((spans.flags[index] & FLAG.X) !== 0);
    if (doubt === 2) line(edges[2], x, end, band.middle);
    else hexagon(areas[doubt], edges[doubt], x, end, band, index === 0, index === spans.count - 1);
    // A floating bus is a line in the middle, which speaks for itself.
    if (known && doubt < 2 && end - Math.max(0, x) > theme.character + 10) texts.push({ x, end, row, entry, doubt });
  }
  [theme.bus, theme.x, theme.z].forEach((colour, doubt) => {
    fill(context, areas[doubt], colour, doubt ? 0.16 : TINT);
    stroke(context, edges[doubt], colour);
  });
  paintBusy(context, spans, band, theme, theme.bus);
  for (const text of texts) paintText(context, text, band, theme);
}

function line(path, x, end, y) {
  path.moveTo(x, y);
  path.lineTo(end, y);
}

// The first and the last stretch of a picture go on outside of it, so their outer ends stay open.
function hexagon(area, edge, x, end, { top, bottom, middle }, opensLeft, opensRight) {
  if (end - x < LEAST_HEXAGON) {
    area.rect(x, top, Math.max(0.5, end - x), bottom - top);
    edge.rect(x, top, Math.max(0.5, end - x), bottom - top);
    return;
  }
  const left = x + (opensLeft ? 0 : SLANT);
  const right = end - (opensRight ? 0 : SLANT);
  const upper = [[x, opensLeft ? top : middle], [left, top], [right, top], [end, opensRight ? top : middle]];
  const lower = upper.map(([at, y]) => [at, y === top ? bottom : middle]).reverse();
  trace(area, [...upper, ...lower]);
  trace(edge, upper);
  trace(edge, lower);
}

function trace(path, points) {
  points.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
}

function paintText(context, { x, end, row, entry, doubt }, band, theme) {
  const left = Math.max(x, 0) + 8;
  const room = Math.floor((end - left - 5) / theme.character);
  const text = pictureLabel(row, entry, band.radix);
  if (room < 1 || !text) return;
  // A shortened number would be another number: the mark says that something is missing.
  const shown = text.length <= room ? text : room >= 3 ? `${text.slice(0, room - 1)}…` : "";
  context.fillStyle = doubt ? theme.x : theme.text;
  if (shown) context.fillText(shown, left, band.middle + 0.5);
}

function paintEvent(context, spans, band, theme) {
  const arrows = new Path2D();
  for (let index = 0; index < spans.count; index += 1) {
    if (spans.busy[index] || !spans.isChange(index)) continue;
    const x = spans.x[index];
    line(arrows, x, x + 0.01, band.bottom);
    arrows.lineTo(x, band.top);
    arrows.moveTo(x - 3, band.top + 4);
    arrows.lineTo(x, band.top);
    arrows.lineTo(x + 3, band.top + 4);
  }
  stroke(context, arrows, theme.violet);
  paintBusy(context, spans, band, theme, theme.violet);
}

function fill(context, path, colour, alpha) {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.fill(path);
  context.globalAlpha = 1;
}

function stroke(context, path, colour) {
  context.strokeStyle = colour;
  context.stroke(path);
}
