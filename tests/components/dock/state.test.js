import assert from "node:assert/strict";
import { test } from "node:test";

import { clamp, panelLimits, restoreState, shiftBetween, sideLimits } from "../../../components/dock/js/state.js";

const OPTIONS = { views: [{ id: "files", sections: [{ id: "files", weight: 5 }, { id: "runs" }] }], panels: [{ id: "console" }, { id: "waves" }] };

test("a fresh dock shows the first view and the first tab", () => {
  const state = restoreState(OPTIONS, null, undefined);
  assert.deepEqual([state.view, state.tab, state.sideOpen, state.side], ["files", "console", true, 250]);
  assert.deepEqual(state.sections, { files: { open: true, weight: 5 }, runs: { open: true, weight: 1 } });
});

test("the newer of browser and account wins", () => {
  assert.equal(restoreState(OPTIONS, { side: 300, at: 1 }, { side: 400, at: 2 }).side, 400);
  assert.equal(restoreState(OPTIONS, { side: 300, at: 3 }, { side: 400, at: 2 }).side, 300);
});

test("what is damaged or gone is left out", () => {
  const state = restoreState(OPTIONS, { side: "wide", view: "gone", tab: "gone", sections: { runs: { open: false, weight: -1 } }, at: 1 });
  assert.deepEqual([state.side, state.view, state.tab], [250, "files", "console"]);
  assert.deepEqual(state.sections.runs, { open: false, weight: 1 });
});

test("sizes stay within the window", () => {
  assert.equal(clamp(2000, sideLimits(1024)), 614);
  assert.equal(clamp(10, sideLimits(1024)), 160);
  assert.equal(clamp(2000, panelLimits(700)), 566);
});

test("what one section gains its neighbour loses", () => {
  assert.deepEqual(shiftBetween(200, 100, 30), [230, 70]);
  assert.deepEqual(shiftBetween(200, 100, 500), [240, 60]);
  assert.deepEqual(shiftBetween(50, 50, 10), [50, 50]);
});
