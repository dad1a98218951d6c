import assert from "node:assert/strict";
import { test } from "node:test";

import { scrollToShow, ScrollScale, visibleRange } from "../../../components/kit/js/virtual.js";

test("only the rows in view and a few more are shown", () => {
  assert.deepEqual(visibleRange({ top: 2400, viewport: 240, rowHeight: 24, count: 20_000, overscan: 5 }), { first: 95, last: 115 });
});

test("the window ends at both ends of the list", () => {
  assert.deepEqual(visibleRange({ top: 0, viewport: 240, rowHeight: 24, count: 3 }), { first: 0, last: 3 });
  assert.deepEqual(visibleRange({ top: 900, viewport: 240, rowHeight: 24, count: 0 }), { first: 0, last: 0 });
});

test("a scroll position beyond a list that became short shows its last rows", () => {
  const { first, last } = visibleRange({ top: 9000, viewport: 240, rowHeight: 24, count: 10 });
  assert.deepEqual([first, last], [9, 10]);
});

test("a row comes into view with the least movement", () => {
  const place = { viewport: 100, rowHeight: 20 };
  assert.equal(scrollToShow({ ...place, top: 200, row: 5 }), 100);
  assert.equal(scrollToShow({ ...place, top: 0, row: 5 }), 20);
  assert.equal(scrollToShow({ ...place, top: 40, row: 3 }), 40);
});

test("more rows than a browser can be high reach to both ends of the scroll bar", () => {
  const scale = new ScrollScale(1000);
  scale.update(100_000, 100);
  assert.equal(scale.height, 1000);
  assert.equal(scale.toContent(0), 0);
  assert.equal(scale.toContent(900), 99_900);
  assert.equal(scale.toScroll(99_900), 900);
});

test("a list that fits is not scaled", () => {
  const scale = new ScrollScale(1000);
  scale.update(500, 100);
  assert.equal(scale.toContent(123), 123);
  scale.update(50, 100);
  assert.equal(scale.factor, 1);
});
