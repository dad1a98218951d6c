import assert from "node:assert/strict";
import { test } from "node:test";

import { filterRows, numberOf, sortRows, stateCounts } from "../../../components/tables/js/model.js";

const row = (name, time, state = "") => ({ cells: [name, time], state, mark: "" });
const ROWS = [row("tb2", "10.5 s", "passed"), row("tb10", "2 s", "failed"), row("tb1", "", "passed")];
const names = (rows) => rows.map(({ cells }) => cells[0]);

test("numbers are read with their units and thousands", () => {
  assert.deepEqual(["12 s", "1,234.5", "-3 %", "1\u202f000 cells"].map(numberOf), [12, 1234.5, -3, 1000]);
  assert.ok(Number.isNaN(numberOf("—")));
});

test("names sort as people count, numbers by their value, and no number comes last", () => {
  assert.deepEqual(names(sortRows(ROWS, 0, false, 1)), ["tb1", "tb2", "tb10"]);
  assert.deepEqual(names(sortRows(ROWS, 1, true, 1)), ["tb10", "tb2", "tb1"]);
  assert.deepEqual(names(sortRows(ROWS, 1, true, 0)), ["tb2", "tb10", "tb1"]);
});

test("every word must be found, in a cell or in the state", () => {
  assert.deepEqual(names(filterRows(ROWS, "TB passed")), ["tb2", "tb1"]);
  assert.deepEqual(names(filterRows(ROWS, "tb10 passed")), []);
  assert.equal(filterRows(ROWS, " ").length, 3);
});

test("states are counted in the order of their first row", () => {
  assert.equal(stateCounts(ROWS), "2 passed, 1 failed");
});
