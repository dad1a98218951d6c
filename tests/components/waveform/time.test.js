// Times: labels, marks of the ruler, and traces longer than JavaScript can count.
import assert from "node:assert/strict";
import test from "node:test";

import { Clock } from "../../../components/waveform/js/time.js";
import { Viewport } from "../../../components/waveform/js/viewport.js";

const NS = { factor: 1, unit: "ns" };

test("a time reads in the largest unit that it fills", () => {
  const clock = new Clock({ end: "100000000000", timescale: { factor: 1, unit: "ps" } });
  assert.deepEqual([0, 7, 1500, 1236000, 868000, 1e12].map((time) => clock.label(time)),
    ["0 ps", "7 ps", "1.5 ns", "1.236 µs", "868 ns", "1 s"]);
  assert.equal(clock.label(-868000), "-868 ns");
});

test("the factor of the timescale counts, and without one times are ticks", () => {
  assert.equal(new Clock({ end: "9", timescale: { factor: 10, unit: "ns" } }).label(250), "2.5 µs");
  assert.equal(new Clock({ end: "9" }).label(1234567), "1 234 567");
  assert.equal(new Clock({ end: "9", timescale: { factor: 100, unit: "s" } }).label(50), "5 000 s");
});

test("marks stand at round times with the digits that their step needs", () => {
  const { step, marks } = new Clock({ end: "2000", timescale: NS }).marks(1000, 1500, 900);
  assert.equal(step, 50);
  assert.deepEqual(marks.slice(0, 3).map((mark) => mark.label), ["1.00 µs", "1.05 µs", "1.10 µs"]);
  assert.equal(marks.length, 11);
});

test("marks are never closer than a tick, nor so close that labels overlap", () => {
  const clock = new Clock({ end: "5000000000", timescale: NS });
  const near = clock.marks(4e9, 4e9 + 4, 800);
  assert.equal(near.step, 1);
  for (const width of [200, 900, 3000]) {
    const { marks } = clock.marks(4e9, 4e9 + 900, width);
    const space = ((marks[1].time - marks[0].time) / 900) * width;
    assert.ok(space >= marks[0].label.length * 6.8, `${space} pixels for ${marks[0].label}`);
  }
});

test("times beyond 2^53 are counted in steps of several ticks and say so", () => {
  const end = 2n ** 63n - 1n;
  const clock = new Clock({ start: "0", end: String(end), timescale: { factor: 1, unit: "fs" } });
  assert.equal(clock.exact, false);
  assert.ok(clock.end <= 2 ** 52);
  assert.equal(clock.time(clock.ticks(123456789)), 123456789);
  assert.equal(BigInt(clock.ticks(1)), 2n ** clock.shift);
  assert.equal(new Clock({ end: String(2n ** 52n) }).exact, true);
});

test("a period is also a frequency", () => {
  const clock = new Clock({ end: "1000", timescale: NS });
  assert.deepEqual([10, 868, 1e9].map((time) => clock.frequency(time)), ["100 MHz", "1.152 MHz", "1 Hz"]);
  assert.equal(clock.frequency(0), "");
});

test("zoom keeps the time below the pointer, and ends at the whole trace and at single ticks", () => {
  const view = new Viewport();
  view.setRange(0, 100_000);
  view.setWidth(1000);
  view.fit();
  const before = view.toTime(300);
  view.zoom(0.5, 300);
  assert.ok(Math.abs(view.toTime(300) - before) < 1e-6);
  for (let step = 0; step < 100; step += 1) view.zoom(0.5, 300);
  assert.ok(view.perPixel >= 1 / 160);
  for (let step = 0; step < 100; step += 1) view.zoom(2, 300);
  assert.ok(view.isFitted());
});

test("the view never leaves the trace, and a fitted view stays fitted when the pane grows", () => {
  const view = new Viewport();
  view.setRange(500, 1500);
  view.setWidth(400);
  view.fit();
  view.setWidth(800);
  assert.ok(view.isFitted());
  view.zoom(0.1);
  view.pan(-1e9);
  assert.equal(view.t0, 500);
  view.pan(1e9);
  assert.ok(view.t1 <= 500 + view.whole + 1e-6);
  view.reveal(700);
  assert.ok(view.t0 <= 700 && view.t1 >= 700);
});

test("a stretch asked for before the pane has a size is shown in full when it gets one", () => {
  const view = new Viewport();
  view.setRange(0, 10000);
  view.fit();
  view.show(200, 700);
  view.setWidth(333);
  assert.deepEqual([view.t0, Math.round(view.t1)], [200, 700]);
});
