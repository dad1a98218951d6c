import assert from "node:assert/strict";
import { test } from "node:test";

import { orderTops, runLabel, runRequest } from "../../../components/top_bar/js/choices.js";

test("the chosen module stands before the found one", () => {
  assert.equal(runLabel("tb_fifo", "tb_uart"), "tb_fifo · Icarus");
  assert.equal(runLabel("", "tb_uart"), "tb_uart · Icarus");
  assert.equal(runLabel("", ""), "No testbench · Icarus");
});

test("plusargs are words, with or without their plus sign", () => {
  assert.deepEqual(runRequest("tb", " +vcd  seed=7 ", "2.5"), { top: "tb", plusargs: ["vcd", "seed=7"], time_limit_s: 2.5 });
});

test("a limit that is no positive number means the plan's", () => {
  for (const text of ["", "soon", "-3", "0"]) assert.equal(runRequest("", "", text).time_limit_s, 0);
});

test("testbenches come first", () => {
  const tops = [{ name: "uart", testbench: false }, { name: "tb_b", testbench: true }, { name: "tb_a", testbench: true }];
  assert.deepEqual(orderTops(tops).map(({ name }) => name), ["tb_a", "tb_b", "uart"]);
});
