// From the bytes of a window to the stretches that are drawn.
import assert from "node:assert/strict";
import test from "node:test";

import { decodeWindow, FLAG, FORM } from "../../../components/waveform/js/decode.js";
import { nearestEdge } from "../../../components/waveform/js/snap.js";
import { collectSpans } from "../../../components/waveform/js/spans.js";
import { COLUMNS, levelFor, TileCache, tileRange } from "../../../components/waveform/js/tiles.js";

/** Build a window as the server does; rows are `{variable, form, planes, initial, width, columns, flags, values}`. */
export function encodeWindow(rows) {
  const parts = rows.map((row) => {
    const values = row.values ?? [];
    const size = 3 * row.columns.length + values.length;
    const bytes = new Uint8Array(20 + size + ((4 - (size % 4)) % 4));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, row.variable, true);
    view.setUint32(4, row.columns.length, true);
    bytes.set([row.form, row.planes ?? 0, row.initial ?? 255, 0], 8);
    view.setUint32(12, row.width ?? 1, true);
    view.setUint32(16, bytes.length - 20, true);
    row.columns.forEach((column, index) => view.setUint16(20 + 2 * index, column, true));
    bytes.set(row.flags, 20 + 2 * row.columns.length);
    bytes.set(values, 20 + 3 * row.columns.length);
    return bytes;
  });
  const all = new Uint8Array(32 + parts.reduce((sum, part) => sum + part.length, 0));
  all.set(new TextEncoder().encode("A6W1"));
  new DataView(all.buffer).setUint32(4, rows.length, true);
  let at = 32;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

const bit = (columns, states, { variable = 0, initial = 0, several = [] } = {}) => decodeWindow(encodeWindow([{
  variable, form: FORM.BIT, initial, columns,
  flags: states.map((state, index) => (state << 4) | (several.includes(index) ? FLAG.SEVERAL : FLAG.ONE)),
}])).get(variable);

const view = (perPixel, t0 = 0) => ({ perPixel, t0, toX: (time) => (time - t0) / perPixel, toTime: (x) => t0 + x * perPixel });

const listed = (spans) => Array.from({ length: spans.count }, (_, index) => [
  spans.x[index], spans.busy[index] ? "busy" : spans.row[index] ? spans.row[index].text(spans.entry[index]) : "nothing"]);

test("a window decodes to rows with values before it and in each column", () => {
  const rows = decodeWindow(encodeWindow([
    { variable: 3, form: FORM.VECTOR, planes: 2, initial: 0, width: 9, columns: [5, 700], flags: [FLAG.ONE, FLAG.SEVERAL | FLAG.X],
      values: [0xff, 1, 0x0a, 0, 0xff, 1, 0, 0, 0, 0, 0xf0, 1] },
    { variable: 4, form: FORM.BIT, initial: 3, columns: [1], flags: [FLAG.ONE | (1 << 4)] },
    { variable: 5, form: FORM.STRING, initial: 0, columns: [2], flags: [FLAG.ONE], values: [0, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, ...new TextEncoder().encode("höi!")] },
  ]));
  assert.deepEqual([0, 1, 2].map((entry) => rows.get(3).text(entry)), ["111111111", "000001010", "xxxxx1111"]);
  assert.deepEqual([0, 1, 2].map((entry) => rows.get(3).doubt(entry)), [0, 0, 1]);
  assert.deepEqual([0, 1].map((entry) => rows.get(4).text(entry)), ["x", "1"]);
  assert.deepEqual([...rows.get(3).columns], [5, 700]);
  assert.deepEqual([0, 1].map((entry) => rows.get(5).text(entry)), ["hö", "i!"]);
});

test("values of wide vectors that were left out take no room", () => {
  const wide = (byte) => [byte, ...Array.from({ length: 8 }, () => 0)];
  const row = decodeWindow(encodeWindow([{ variable: 0, form: FORM.VECTOR, planes: 1, initial: 0, width: 70, columns: [1, 2, 9],
    flags: [FLAG.ONE | FLAG.OMITTED, FLAG.SEVERAL | FLAG.OMITTED, FLAG.ONE], values: [...wide(1), ...wide(5)] }])).get(0);
  assert.deepEqual([0, 1, 2, 3].map((entry) => row.known(entry)), [true, false, false, true]);
  assert.deepEqual([0, 3].map((entry) => Number.parseInt(row.text(entry), 2)), [1, 5]);
});

test("anything else than a window is refused", () => {
  assert.throws(() => decodeWindow(new TextEncoder().encode("<!doctype html><p>502 Bad Gateway</p>").buffer));
  assert.throws(() => decodeWindow(new ArrayBuffer(3)));
});

test("values too short for a pixel become one busy stretch", () => {
  const row = bit([10, 11, 12, 13, 40], [1, 0, 1, 0, 1]);
  const pieces = [{ row, start: 0, column: 1, from: 0, to: 1024 }];
  assert.deepEqual(listed(collectSpans(pieces, view(1), 0, 100)), [[0, "0"], [10, "busy"], [13, "0"], [40, "1"]]);
});

test("among changes too fast to draw, an x is marked where it is", () => {
  const row = bit([10, 11, 12, 13, 14], [1, 0, 3, 0, 1]);
  row.flags[2] |= FLAG.X;
  const spans = collectSpans([{ row, start: 0, column: 1, from: 0, to: 1024 }], view(1), 0, 100);
  const marked = Array.from({ length: spans.count }, (_, index) => [spans.x[index], spans.busy[index], spans.flags[index] & FLAG.X]);
  assert.deepEqual(marked, [[0, 0, 0], [10, 1, 0], [12, 1, FLAG.X], [13, 1, 0], [14, 0, 0]]);
});

test("a column with several changes is busy even when it stands alone", () => {
  const row = bit([10], [0], { several: [0] });
  const pieces = [{ row, start: 0, column: 1, from: 0, to: 1024 }];
  assert.deepEqual(listed(collectSpans(pieces, view(1), 0, 100)), [[0, "0"], [10, "busy"], [11, "0"]]);
});

test("a value goes on across the border of two tiles, and a busy stretch too", () => {
  const first = bit([500, 1022, 1023], [1, 0, 1]);
  const second = bit([0, 1, 300], [0, 1, 0], { initial: 1 });
  const pieces = [{ row: first, start: 0, column: 1, from: 0, to: 1024 }, { row: second, start: 1024, column: 1, from: 1024, to: 2048 }];
  assert.deepEqual(listed(collectSpans(pieces, view(1), 0, 2048)), [[0, "0"], [500, "1"], [1022, "busy"], [1025, "1"], [1324, "0"]]);
});

test("a stretch without data yet draws nothing", () => {
  const row = bit([10], [1]);
  const pieces = [{ row, start: 1024, column: 1, from: 1024, to: 2048 }];
  assert.deepEqual(listed(collectSpans(pieces, view(1), 0, 3000)), [[0, "nothing"], [1024, "0"], [1034, "1"], [2048, "nothing"]]);
});

test("a click near a change finds it, one in the open does not", () => {
  const pieces = [{ row: bit([10, 30], [1, 0]), start: 0, column: 4, from: 0, to: 4096 }];
  assert.deepEqual(nearestEdge(pieces, view(1), 43), { time: 40, exact: false });
  assert.equal(nearestEdge(pieces, view(1), 80), null);
});

test("a column is never wider than a device pixel", () => {
  assert.deepEqual([0.01, 1, 1.9, 2, 1000].map((perPixel) => levelFor(perPixel)), [0, 0, 0, 1, 9]);
  assert.equal(levelFor(1000, 2), 8);
  assert.deepEqual(tileRange(3, 8192, 20000), [1, 2]);
});

test("tiles are fetched once, and coarser or finer ones stand in meanwhile", async () => {
  const asked = [];
  const cache = new TileCache(async (variables, t0, t1) => {
    asked.push([variables, t0, t1]);
    return new Map(variables.map((variable) => [variable, bit([1], [1], { variable })]));
  }, () => {});
  cache.want(3, [0], [7, 8]);
  cache.want(3, [0], [7, 8]);
  await new Promise((resolve) => { setTimeout(resolve); });
  assert.deepEqual(asked, [[[7, 8], 0, COLUMNS * 8]]);
  assert.deepEqual(cache.pieces(3, 7, 0, 10).map(({ column, from, to }) => [column, from, to]), [[8, 0, 8192]]);
  assert.deepEqual(cache.pieces(1, 7, 3000, 3010).map(({ column, from, to }) => [column, from, to]), [[8, 2048, 4096]]);
  assert.deepEqual(cache.pieces(4, 7, 0, 10).map(({ column, from, to }) => [column, from, to]), [[8, 0, 8192]]);
  assert.deepEqual(cache.pieces(3, 9, 0, 10), []);
});

test("requests for what is no longer shown are given up", () => {
  const signals = [];
  const cache = new TileCache((_variables, _t0, _t1, _columns, signal) => {
    signals.push(signal);
    return new Promise(() => {});
  }, () => {});
  cache.want(3, [0], [1]);
  cache.want(4, [0], [1]);
  assert.deepEqual(signals.map((signal) => signal.aborted), [true, false]);
  cache.clear();
  assert.equal(cache.loading, false);
});
