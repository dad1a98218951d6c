import assert from "node:assert/strict";
import { test } from "node:test";

import { excerpt, replacementFor, resultRows, searchParams, summary } from "../../../components/search/js/model.js";

const ITEMS = [
  { path: "rtl/tx.v", line: 3, column: 5, length: 2, text: "    tx <= tx_next;" },
  { path: "rtl/tx.v", line: 3, column: 11, length: 2, text: "    tx <= tx_next;" },
  { path: "tb/tb.v", line: 9, column: 1, length: 2, text: "tx" },
];

test("matches of one line are one row", () => {
  const rows = resultRows(ITEMS);
  assert.deepEqual(rows.map(({ key, count }) => [key, count]), [["rtl/tx.v", 2], ["rtl/tx.v:3", undefined], ["tb/tb.v", 1], ["tb/tb.v:9", undefined]]);
  assert.deepEqual(rows[1].ranges, [{ start: 4, end: 6 }, { start: 10, end: 12 }]);
});

test("the part of a long line shows its matches at their places", () => {
  const item = { path: "a.v", line: 1, length: 6, text: `${"x".repeat(100)}needle${"y".repeat(194)}`, start: 900 };
  const rows = resultRows([{ ...item, column: 1001 }, { ...item, column: 5001 }]);
  assert.deepEqual(rows[1].ranges, [{ start: 100, end: 106 }]);
  assert.equal(rows[1].from + rows[1].ranges[0].start + 1, 1001);
});

test("indentation is left out of what is shown", () => {
  assert.deepEqual(excerpt(ITEMS[0].text, [{ start: 4, end: 6 }]), { text: "tx <= tx_next;", ranges: [{ start: 0, end: 2 }] });
});

test("a match far to the right is brought into view", () => {
  const { text, ranges } = excerpt(`${"x".repeat(1000)}needle`, [{ start: 1000, end: 1006 }], 60);
  assert.equal(text.slice(ranges[0].start, ranges[0].end), "needle");
});

test("only what is set goes into the request", () => {
  assert.equal(String(searchParams({ query: "a b", regex: true, matchCase: false, word: false, include: "" })), "q=a+b&regex=true");
});

test("groups are put into the preview", () => {
  const form = { query: "(\\w+)_next", regex: true, matchCase: true, replacement: "next_\\1" };
  assert.equal(replacementFor("tx_next", form), "next_tx");
  assert.equal(replacementFor("tx_next", { ...form, replacement: "$1" }), "tx");
  assert.equal(replacementFor("tx", { ...form, regex: false, replacement: "\\1" }), "\\1");
});

test("the number of results is told", () => {
  assert.equal(summary(ITEMS, false), "3 results in 2 files");
  assert.match(summary(ITEMS, true), /^The first 3 results.*Narrow/);
  assert.equal(summary([], false), "No results");
});
