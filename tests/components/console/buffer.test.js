import assert from "node:assert/strict";
import { test } from "node:test";

import { LogBuffer } from "../../../components/console/js/buffer.js";
import { LogLayout } from "../../../components/console/js/layout.js";
import { LogSearch } from "../../../components/console/js/search.js";

const lines = (buffer) => Array.from({ length: buffer.count }, (_, index) => buffer.raw(index));

test("pieces of any size make lines, the last one may be unfinished", () => {
  const buffer = new LogBuffer();
  for (const piece of ["fir", "st\nsec", "ond\n", "\nfour", "th"]) buffer.append(piece);
  assert.deepEqual(lines(buffer), ["first", "second", "", "fourth"]);
  assert.equal(buffer.complete, 3);
});

test("text comes back as it was, across many blocks", () => {
  const buffer = new LogBuffer();
  const text = Array.from({ length: 30_000 }, (_, n) => `line ${n}\n`).join("");
  for (let at = 0; at < text.length; at += 7001) buffer.append(text.slice(at, at + 7001));
  assert.equal(buffer.count, 30_000);
  assert.equal(buffer.raw(0), "line 0");
  assert.equal(buffer.raw(12_345), "line 12345");
  assert.equal(buffer.text(), text);
});

test("lengths count what is shown", () => {
  const buffer = new LogBuffer();
  buffer.append("plain\n\x1b[31mred\x1b[0m\r\nab\tc\n");
  assert.deepEqual([0, 1, 2].map((line) => buffer.length(line)), [5, 3, 9]);
});

test("a line knows the colour in which it starts", () => {
  const buffer = new LogBuffer();
  buffer.append("\x1b[31mred\nstill red\n\x1b[0mplain\nplain\n");
  assert.deepEqual([0, 1, 2, 3].map((line) => buffer.styleAt(line).fg), [null, 1, 1, null]);
});

test("without wrapping every line is one row", () => {
  const buffer = new LogBuffer();
  buffer.append("a\nb\nc");
  const layout = new LogLayout(buffer);
  assert.equal(layout.rows, 3);
  assert.equal(layout.lineAt(2), 2);
});

test("wrapped lines take the rows that their length needs", () => {
  const buffer = new LogBuffer();
  const layout = new LogLayout(buffer);
  layout.setColumns(10);
  buffer.append(`short\n${"x".repeat(25)}\n\nend`);
  assert.equal(layout.rows, 1 + 3 + 1 + 1);
  assert.deepEqual([0, 1, 2, 3].map((line) => layout.rowOf(line)), [0, 1, 4, 5]);
  assert.deepEqual([0, 1, 3, 4, 5].map((row) => layout.lineAt(row)), [0, 1, 1, 2, 3]);
  buffer.append(`${"y".repeat(20)}\n`);
  assert.equal(layout.rows, 8);
});

function find(buffer, query, matchCase = false) {
  const search = new LogSearch(buffer, { onHits() {}, later: (callback) => callback() });
  search.start(query, matchCase);
  return search;
}

test("a search finds every place, in capitals or not", () => {
  const buffer = new LogBuffer();
  buffer.append("Error: error\nfine\n\x1b[31mERROR\x1b[0m here\n");
  assert.deepEqual(find(buffer, "error").hits.map(({ line, start }) => [line, start]), [[0, 0], [0, 7], [2, 0]]);
  assert.equal(find(buffer, "error", true).hits.length, 1);
});

test("a search goes on with the lines that come later", () => {
  const buffer = new LogBuffer();
  buffer.append("tx\n");
  const search = find(buffer, "tx");
  buffer.append("rx\ntx\n");
  search.more();
  assert.deepEqual(search.hits.map(({ line }) => line), [0, 2]);
  assert.deepEqual(search.hitsOf(2), [{ line: 2, start: 0, end: 2 }]);
});
