import assert from "node:assert/strict";
import { test } from "node:test";

import { ancestors, firstOpen, hierarchyRows } from "../../../components/hierarchy/js/model.js";

const TOPS = [{ name: "tb", module: "tb", children: [{ name: "dut", module: "uart", children: [{ name: "u_tx", module: "uart_tx" }] }] }];

test("instances are rows with their path", () => {
  const rows = hierarchyRows(TOPS, new Set(["tb", "tb.dut"]));
  assert.deepEqual(rows.map(({ key, depth, folder }) => [key, depth, folder]), [["tb", 0, true], ["tb.dut", 1, true], ["tb.dut.u_tx", 2, false]]);
});

test("a small design starts open, a wide one only at the top", () => {
  assert.deepEqual([...firstOpen(TOPS)], ["tb", "tb.dut"]);
  const wide = [{ name: "top", children: Array.from({ length: 100 }, (_, n) => ({ name: `u${n}`, children: [{ name: "x" }] })) }];
  assert.deepEqual([...firstOpen(wide)], ["top"]);
});

test("the way to an instance is known", () => {
  assert.deepEqual(ancestors("tb.dut.u_tx"), ["tb", "tb.dut"]);
});
