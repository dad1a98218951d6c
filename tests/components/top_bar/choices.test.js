import assert from "node:assert/strict";
import { test } from "node:test";

import { FlowChoices, orderTops } from "../../../components/top_bar/js/choices.js";

const SCHEMA = { properties: {
  simulator: { enum: ["auto", "icarus"], default: "auto", type: "string" }, top: { type: "string", default: "" },
  plusargs: { type: "array", items: { type: "string" }, default: [] }, waves: { type: "boolean", default: true } } };
const simulate = (more = {}) => ({ id: "simulate", title: "Simulate", schema: SCHEMA, found: "tb_uart",
  notes: { simulator: { used: "icarus", reason: "short" } }, ...more });

function choices(...flows) {
  const made = new FlowChoices();
  made.set(flows);
  return made;
}

test("the label names the top that will run and the tool that runs it", () => {
  const flows = choices(simulate());
  assert.equal(flows.label("simulate"), "tb_uart · Icarus");
  flows.change("simulate", "top", "tb_fifo");
  assert.equal(flows.label("simulate"), "tb_fifo · Icarus");
  assert.equal(choices(simulate({ found: "" })).label("simulate"), "No top found · Icarus");
});

test("a run is given what differs from the file, and nothing else", () => {
  const flows = choices(simulate({ file: { waves: false } }));
  assert.deepEqual(flows.values("simulate"), { simulator: "auto", top: "", plusargs: [], waves: false });
  flows.change("simulate", "waves", true);
  flows.change("simulate", "plusargs", ["seed=7"]);
  assert.deepEqual(flows.changed("simulate"), { waves: true, plusargs: ["seed=7"] });
  flows.change("simulate", "waves", false);
  assert.deepEqual(flows.changed("simulate"), { plusargs: ["seed=7"] });
  flows.reset("simulate");
  assert.deepEqual(flows.changed("simulate"), {});
});

test("what the file has learned is no change any more", () => {
  const flows = choices(simulate());
  flows.change("simulate", "plusargs", ["seed=7"]);
  flows.set([simulate({ file: { plusargs: ["seed=7"] } })]);
  assert.deepEqual(flows.changed("simulate"), {});
});

test("a top that is gone is chosen no more", () => {
  const flows = choices(simulate({ tops: [{ name: "tb_old" }] }));
  flows.change("simulate", "top", "tb_old");
  flows.set([simulate({ tops: [] })]);
  assert.equal(flows.values("simulate").top, "");
  flows.change("simulate", "top", "tb/typed.v");
  flows.set([simulate({ tops: [{ name: "tb" }] })]);
  assert.equal(flows.values("simulate").top, "tb/typed.v");
});

test("an unknown flow leaves the first one chosen", () => {
  const flows = new FlowChoices("forgotten");
  flows.set([simulate()]);
  assert.equal(flows.current.id, "simulate");
  flows.choose("nothing");
  assert.equal(flows.current.id, "simulate");
});

test("the likeliest tops come first", () => {
  const tops = [{ name: "uart", likely: false }, { name: "tb_b", likely: true }, { name: "tb_a", likely: true }];
  assert.deepEqual(orderTops(tops).map(({ name }) => name), ["tb_a", "tb_b", "uart"]);
});
