import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldsOf, readable, same, splitPair, splitWords, toNumber } from "../../../components/top_bar/js/schema.js";

const one = (property, $defs) => fieldsOf({ properties: { field: property }, $defs })[0];

test("each type of option has its control", () => {
  assert.equal(one({ type: "boolean", default: true }).kind, "switch");
  assert.deepEqual(one({ enum: ["a", "b"], default: "a", type: "string" }).choices, ["a", "b"]);
  assert.equal(one({ const: "icarus", default: "icarus" }).kind, "choice");
  assert.equal(one({ type: "integer" }).step, 1);
  assert.equal(one({ type: "string", maxLength: 500 }).kind, "text");
  assert.equal(one({ type: "array", items: { type: "string" } }).kind, "list");
  assert.deepEqual(one({ type: "array", items: { enum: ["line", "toggle"] } }).choices, ["line", "toggle"]);
  assert.equal(one({ type: "object", additionalProperties: { type: "string" } }).kind, "pairs");
  assert.equal(one({ type: "array", items: { type: "object" } }).kind, "json");
});

test("references and optional types are looked through", () => {
  assert.deepEqual(one({ $ref: "#/$defs/Tool", default: "x" }, { Tool: { enum: ["x", "y"] } }).choices, ["x", "y"]);
  const optional = one({ anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }], default: null });
  assert.deepEqual([optional.kind, optional.min, optional.value], ["number", 1, null]);
});

test("a name with a unit is a label and a unit", () => {
  const [limit, dirs] = fieldsOf({ properties: { time_limit_s: { type: "number" }, include_dirs: { type: "array", items: { type: "string" } } } });
  assert.deepEqual([limit.label, limit.unit], ["Time limit", "s"]);
  assert.deepEqual([dirs.label, dirs.unit], ["Include dirs", ""]);
});

test("help is one line", () => assert.equal(one({ type: "string", description: "One\nthing." }).help, "One thing."));

test("typed texts become values", () => {
  assert.deepEqual(splitWords('a, b  "c d" e'), ["a", "b", "c d", "e"]);
  assert.equal(toNumber(" 2,5 "), 2.5);
  assert.equal(toNumber("soon"), "soon");
  assert.deepEqual(splitPair("WIDTH = 8"), ["WIDTH", "8"]);
  assert.deepEqual(splitPair("FAST"), ["FAST", ""]);
});

test("values are compared by content", () => {
  assert.ok(same({ a: "1", b: "2" }, { b: "2", a: "1" }));
  assert.ok(!same(["a", "b"], ["b", "a"]));
});

test("words of tools are written as their makers write them", () => {
  assert.equal(readable("ghdl"), "GHDL");
  assert.equal(readable("read_slang"), "Read slang");
});
