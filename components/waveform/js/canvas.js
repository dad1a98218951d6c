// The two canvases of the wave pane: the waves, and above them cursor and marker, which move without redrawing the waves.

import { h } from "a6hub-kit/dom.js";

import { FORM } from "./decode.js";
import { paintRow } from "./paint_rows.js";
import { collectSpans, Spans } from "./spans.js";

export const RULER = 26;
const VARIABLES = {
  back: "--bg-0", row: "--bg-2", line: "--line", dim: "--fg-2", text: "--fg-0", wave: "--wave-1", bus: "--wave-bus", x: "--wave-x",
  z: "--wave-z", accent: "--accent", ink: "--accent-ink", violet: "--violet", warn: "--warn", font: "--mono",
};

export class WaveCanvas {
  constructor(container) {
    this.waves = h("canvas", { "class": "a6w-waves", "aria-hidden": "true" });
    this.overlay = h("canvas", { "class": "a6w-overlay", "aria-hidden": "true" });
    container.append(this.waves, this.overlay);
    this.spans = new Spans();
    this.width = this.height = 0;
  }

  get ratio() { return globalThis.devicePixelRatio || 1; }

  resize(width, height) {
    this.width = width;
    this.height = height;
    for (const canvas of [this.waves, this.overlay]) {
      canvas.width = Math.round(width * this.ratio);
      canvas.height = Math.round(height * this.ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
  }

  /** Draw ruler, grid and rows: `rows` are `{top, height, item, selected}`; `piecesOf(item)` gives the tiles of a signal. */
  draw({ view, clock, rows, piecesOf, formOf }) {
    const context = this.#begin(this.waves);
    const theme = this.#theme(context);
    const { marks } = clock.marks(view.t0, view.t1, this.width);
    this.#bands(context, rows, theme);
    context.fillStyle = theme.line;
    for (const { time } of marks) context.fillRect(Math.round(view.toX(time)), RULER, 1, this.height);
    this.#rows(context, { view, clock, rows, piecesOf, formOf, theme });
    this.#ruler(context, view, marks, theme);
  }

  #bands(context, rows, theme) {
    context.fillStyle = theme.row;
    context.globalAlpha = 0.55;
    for (const row of rows) if (row.selected) context.fillRect(0, row.top, this.width, row.height);
    context.globalAlpha = 1;
  }

  #rows(context, { view, clock, rows, piecesOf, formOf, theme }) {
    context.save();
    context.beginPath();
    context.rect(0, RULER, this.width, this.height - RULER);
    context.clip();
    context.textBaseline = "middle";
    const t0 = Math.max(view.t0, clock.start);
    const t1 = Math.min(view.t1, Math.max(clock.end, clock.start + 1) + (view.whole - (clock.end - clock.start)) / 2);
    for (const { top, height, item } of rows) {
      if (item.type !== "signal" || item.number < 0 || t1 <= t0) continue;
      const pieces = piecesOf(item, t0, t1);
      const form = formOf(item);
      const spans = collectSpans(pieces, view, t0, t1, form === FORM.BIT ? 1.5 : 3, this.spans);
      paintRow(context, spans, { y: top, height, form, radix: item.radix, theme });
    }
    context.restore();
  }

  #ruler(context, view, marks, theme) {
    context.fillStyle = theme.back;
    context.fillRect(0, 0, this.width, RULER);
    context.fillStyle = theme.line;
    context.fillRect(0, RULER - 1, this.width, 1);
    context.textBaseline = "middle";
    for (const { time, label } of marks) {
      const x = Math.round(view.toX(time));
      context.fillStyle = theme.line;
      context.fillRect(x, RULER - 8, 1, 8);
      context.fillStyle = theme.dim;
      context.fillText(label, x + 4, RULER / 2);
    }
  }

  /** Draw cursor, marker and the range that is being selected. */
  drawOverlay({ view, clock, cursor, marker, range }) {
    const context = this.#begin(this.overlay);
    const theme = this.#theme(context);
    if (range) {
      context.globalAlpha = 0.14;
      context.fillStyle = theme.accent;
      context.fillRect(Math.min(...range), 0, Math.abs(range[1] - range[0]), this.height);
      context.globalAlpha = 1;
    }
    if (marker !== null) this.#marker(context, view.toX(marker), theme);
    if (cursor !== null) this.#cursor(context, view.toX(cursor), clock.label(cursor), theme);
  }

  #marker(context, x, theme) {
    if (x < -1 || x > this.width + 1) return;
    context.strokeStyle = context.fillStyle = theme.warn;
    context.setLineDash([3, 3]);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, RULER - 6);
    context.lineTo(Math.round(x) + 0.5, this.height);
    context.stroke();
    context.setLineDash([]);
    context.textBaseline = "alphabetic";
    context.fillText("A", Math.round(x) + 4, this.height - 8);
  }

  #cursor(context, x, label, theme) {
    if (x < -1 || x > this.width + 1) return;
    const width = context.measureText(label).width + 10;
    const left = Math.max(0, Math.min(this.width - width, x - width / 2));
    context.fillStyle = theme.accent;
    context.fillRect(Math.round(x), 0, 1, this.height);
    context.beginPath();
    context.roundRect(left, 2, width, 18, 2);
    context.fill();
    context.fillStyle = theme.ink;
    context.textBaseline = "middle";
    context.fillText(label, left + 5, 11.5);
  }

  #begin(canvas) {
    const context = canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  #theme(context) {
    const style = getComputedStyle(this.waves);
    const theme = Object.fromEntries(Object.entries(VARIABLES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]));
    context.font = `11px ${theme.font || "monospace"}`;
    theme.character = context.measureText("0").width;
    return theme;
  }
}
