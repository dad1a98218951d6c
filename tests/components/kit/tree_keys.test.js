import assert from "node:assert/strict";
import { test } from "node:test";

import { Selection } from "../../../components/kit/js/selection.js";
import { moveInTree, typeAhead } from "../../../components/kit/js/tree_keys.js";

const ROWS = [
  { label: "rtl", depth: 0, folder: true, expanded: true },
  { label: "baud_gen.v", depth: 1 },
  { label: "uart_rx.v", depth: 1 },
  { label: "uart_tx.v", depth: 1 },
  { label: "tb", depth: 0, folder: true, expanded: false },
];

test("arrows walk over rows and stop at the ends", () => {
  assert.deepEqual(moveInTree(ROWS, 0, "ArrowDown"), { index: 1 });
  assert.deepEqual(moveInTree(ROWS, 0, "ArrowUp"), { index: 0 });
  assert.deepEqual(moveInTree(ROWS, 4, "ArrowDown"), { index: 4 });
  assert.deepEqual(moveInTree(ROWS, 2, "Home"), { index: 0 });
  assert.deepEqual(moveInTree(ROWS, 2, "End"), { index: 4 });
  assert.deepEqual(moveInTree(ROWS, 0, "PageDown", 3), { index: 3 });
});

test("right opens a folder, then enters it", () => {
  assert.deepEqual(moveInTree(ROWS, 4, "ArrowRight"), { toggle: true });
  assert.deepEqual(moveInTree(ROWS, 0, "ArrowRight"), { index: 1 });
  assert.deepEqual(moveInTree(ROWS, 1, "ArrowRight"), { index: 1 });
});

test("left closes a folder, or leads to the folder around a file", () => {
  assert.deepEqual(moveInTree(ROWS, 0, "ArrowLeft"), { toggle: true });
  assert.deepEqual(moveInTree(ROWS, 3, "ArrowLeft"), { index: 0 });
  assert.deepEqual(moveInTree(ROWS, 4, "ArrowLeft"), { index: 4 });
});

test("other keys and empty trees do nothing", () => {
  assert.equal(moveInTree(ROWS, 0, "x"), null);
  assert.equal(moveInTree([], -1, "ArrowDown"), null);
});

test("letters typed within a second are one word", () => {
  const find = typeAhead();
  assert.equal(find(ROWS, 0, "u", 0), 2);
  const word = ["a", "r", "t", "_", "t"].map((letter, at) => find(ROWS, 2, letter, 100 + at)).pop();
  assert.equal(word, 3);
});

test("the same letter again goes to the next row that starts with it", () => {
  const find = typeAhead();
  assert.equal(find(ROWS, 0, "u", 0), 2);
  assert.equal(find(ROWS, 2, "u", 100), 3);
  assert.equal(find(ROWS, 3, "u", 200), 2);
  assert.equal(find(ROWS, 0, "z", 5000), -1);
});

test("Shift selects from the anchor, Ctrl adds and takes away", () => {
  const selection = new Selection();
  const order = ["a", "b", "c", "d"];
  selection.only("b");
  selection.extendTo("d", order);
  assert.deepEqual(selection.keys(), ["b", "c", "d"]);
  selection.extendTo("a", order);
  assert.deepEqual(selection.keys(), ["a", "b"]);
  selection.toggle("d");
  selection.toggle("a");
  assert.deepEqual(selection.keys(), ["b", "d"]);
});
