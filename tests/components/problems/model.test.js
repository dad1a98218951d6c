import assert from "node:assert/strict";
import { test } from "node:test";

import { filterProblems, problemRows, sourcesOf, summary } from "../../../components/problems/js/model.js";

const PROBLEMS = [
  { severity: "info", message: "No timescale", file: "tb/tb.v", line: 1 },
  { severity: "warning", message: "Width differs", file: "rtl/rx.v", line: 9 },
  { severity: "error", message: "Unknown name", file: "rtl/tx.v", line: 18 },
  { severity: "warning", message: "Implicit wire", file: "rtl/tx.v", line: 3 },
];

test("files with errors come first, their messages by line", () => {
  const labels = problemRows(PROBLEMS).map(({ label, depth }) => "  ".repeat(depth) + label);
  assert.deepEqual(labels, ["rtl/tx.v", "  Implicit wire", "  Unknown name", "rtl/rx.v", "  Width differs", "tb/tb.v", "  No timescale"]);
});

test("closed files keep their count", () => {
  const [head] = problemRows(PROBLEMS, new Set(["rtl/tx.v"]));
  assert.deepEqual([head.count, head.expanded], [2, false]);
});

test("words and severities filter", () => {
  assert.equal(filterProblems(PROBLEMS, "tx implicit").length, 1);
  assert.equal(filterProblems(PROBLEMS, "", new Set(["warning", "info"])).length, 1);
});

test("the announcement counts", () => {
  assert.equal(summary(PROBLEMS), "1 error, 2 warnings, 1 note");
  assert.equal(summary([]), "No problems");
});

test("the messages of one tool can be picked", () => {
  const problems = [{ severity: "error", message: "a", source: "yosys" }, { severity: "error", message: "b", source: "icarus" }, { severity: "info", message: "c" }];
  assert.deepEqual(sourcesOf(problems), ["icarus", "yosys"]);
  assert.deepEqual(filterProblems(problems, "", new Set(), "yosys").map(({ message }) => message), ["a"]);
  assert.deepEqual(filterProblems([{ severity: "error", message: "a", hint: "add a timescale" }], "timescale").length, 1);
});
