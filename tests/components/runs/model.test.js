import assert from "node:assert/strict";
import { test } from "node:test";

import { detailOf, duration, isLive, markOf, newestFirst, titleOf } from "../../../components/runs/js/model.js";

test("a run says how far it is, how long it took or why it failed", () => {
  assert.equal(detailOf({ state: "passed", duration_s: .31 }), "0.3 s");
  assert.equal(detailOf({ state: "running", progress: .62 }), "62 %");
  assert.equal(detailOf({ state: "running", started_at: "2026-01-01T00:00:00Z" }, Date.parse("2026-01-01T00:01:05Z")), "1 min 5 s");
  assert.equal(detailOf({ state: "timed-out" }), "timeout");
  assert.equal(detailOf({ state: "failed", detail: "2 errors" }), "2 errors");
  assert.equal(detailOf({ state: "queued" }), "queued");
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
