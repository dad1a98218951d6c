import assert from "node:assert/strict";
import { test } from "node:test";

import { actionsOf, comparedWith, detailOf, duration, isLive, markOf, newestFirst, titleOf } from "../../../components/runs/js/model.js";

test("a run says how far it is, how long it took or why it failed", () => {
  assert.equal(detailOf({ state: "passed", duration_s: .31 }), "0.3 s");
  assert.equal(detailOf({ state: "running", progress: .62 }), "62 %");
  assert.equal(detailOf({ state: "running", started_at: "2026-01-01T00:00:00Z" }, Date.parse("2026-01-01T00:01:05Z")), "1 min 5 s");
  assert.equal(detailOf({ state: "timed-out" }), "timeout");
  assert.equal(detailOf({ state: "failed", detail: "2 errors" }), "2 errors");
  assert.equal(detailOf({ state: "queued" }), "queued");
  assert.equal(detailOf({ state: "queued", waits: "2nd · in 8 s" }), "2nd · in 8 s");
});

test("a long reason is left to the tooltip", () => {
  const run = { state: "failed", detail: "The testbench called $fatal at tb/tb_uart.v:42." };
  assert.equal(detailOf(run), "failed");
  assert.equal(titleOf(run), "failed: The testbench called $fatal at tb/tb_uart.v:42.");
});

test("durations are short", () => {
  assert.deepEqual([.04, 12.4, 75, 7300].map(duration), ["0.0 s", "12 s", "1 min 15 s", "2 h 2 min"]);
});

test("each state has its mark", () => {
  assert.deepEqual(["passed", "running", "queued", "cancelled", "crashed", "dead"].map((state) => markOf({ state })),
    ["ok", "live", "wait", "off", "err", "err"]);
  assert.ok(isLive({ state: "queued" }) && !isLive({ state: "dead" }));
});

test("the newest run is on top", () => {
  assert.deepEqual(newestFirst([{ number: 2 }, { number: 10 }, { number: 1 }]).map(({ number }) => number), [10, 2, 1]);
});

test("the menu offers what can be done", () => {
  const ids = (run, selected = [], may = { run: true, pin: true, reproduce: true }) => actionsOf(run, selected, may).map(({ id }) => id).filter(Boolean);
  assert.deepEqual(ids({ number: 2, state: "running" }), ["open", "page", "cancel", "compare", "download"]);
  assert.deepEqual(ids({ number: 2, state: "failed" }), ["open", "page", "rerun", "compare", "pin", "reproduce", "download"]);
  assert.deepEqual(ids({ number: 2, state: "failed" }, [], {}), ["open", "page", "compare", "download"]);
  const dead = actionsOf({ number: 2, state: "dead" }, [], { run: true });
  assert.ok(dead.some(({ label }) => label === "Try again"));
  const two = actionsOf({ number: 5, state: "passed" }, [{ number: 5 }, { number: 3 }], {});
  assert.ok(two.some(({ label }) => label === "Compare #3 and #5"));
});

test("a run is compared with the one before it that ran the same", () => {
  const runs = [{ number: 1, flow: "simulate", top: "tb", state: "passed" }, { number: 2, flow: "lint", state: "passed" },
    { number: 3, flow: "simulate", top: "other", state: "passed" }, { number: 4, flow: "simulate", top: "tb", state: "failed" }];
  assert.deepEqual(comparedWith(runs[3], [], runs), [1, 4]);
  assert.deepEqual(comparedWith(runs[3], [runs[3], runs[1]], runs), [2, 4]);
  assert.deepEqual(comparedWith(runs[1], [], runs), [1, 2]);
  assert.equal(comparedWith(runs[0], [], runs), null);
});
