import assert from "node:assert/strict";
import { test } from "node:test";

import { fuzzyMatch, fuzzyRank } from "../../../components/palette/js/fuzzy.js";
import { recentFirst, remember } from "../../../components/palette/js/recent.js";

const FILES = ["rtl/baud_gen.v", "rtl/uart_tx.v", "rtl/uart_rx.v", "tb/tb_uart.v", "doc/uart/text.md", "README.md"];
const best = (query) => fuzzyRank(query, FILES, (path) => path).map(({ item }) => item);

test("words in any order find the file", () => {
  assert.equal(best("uart tx")[0], "rtl/uart_tx.v");
  assert.equal(best("tx uart")[0], "rtl/uart_tx.v");
  assert.equal(best("uart t")[0], "rtl/uart_tx.v");
});

test("letters with gaps find the file", () => {
  assert.equal(best("utx")[0], "rtl/uart_tx.v");
  assert.equal(best("bgen")[0], "rtl/baud_gen.v");
});

test("the name counts more than its folders", () => {
  assert.ok(best("uart").indexOf("doc/uart/text.md") > best("uart").indexOf("rtl/uart_tx.v"));
  assert.equal(best("read")[0], "README.md");
});

test("what does not contain the letters is left out", () => {
  assert.equal(fuzzyMatch("zz", "rtl/uart_tx.v"), null);
  assert.deepEqual(best("uart zz"), []);
});

test("the letters found are named for highlighting", () => {
  assert.deepEqual(fuzzyMatch("tx", "uart_tx").positions, [5, 6]);
});

test("what was chosen last comes first", () => {
  const recent = remember(remember([], "run:a"), "run:c");
  assert.deepEqual(recentFirst([{ key: "run:a" }, { key: "run:b" }, { key: "run:c" }], recent, (item) => item.key).map(({ key }) => key),
    ["run:c", "run:a", "run:b"]);
  assert.deepEqual(remember(["a", "b", "c"], "b", 2), ["b", "a"]);
});
