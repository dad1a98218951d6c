import assert from "node:assert/strict";
import { test } from "node:test";

import { placeBeside } from "../../../components/tour/js/place.js";

const VIEW = { width: 1000, height: 700 };
const BOX = { width: 300, height: 120 };
const target = (left, top, right, bottom) => ({ left, top, right, bottom });

test("the box stands where there is room", () => {
  assert.deepEqual(placeBeside(target(0, 50, 250, 600), BOX, VIEW), { left: 262, top: 50 });
  assert.deepEqual(placeBeside(target(700, 50, 990, 600), BOX, VIEW), { left: 388, top: 50 });
  assert.deepEqual(placeBeside(target(10, 0, 990, 40), BOX, VIEW), { left: 10, top: 52 });
  assert.deepEqual(placeBeside(target(10, 600, 990, 690), BOX, VIEW), { left: 10, top: 468 });
});

test("the box stays in the window", () => {
  const { left, top } = placeBeside(target(0, 650, 250, 700), BOX, VIEW);
  assert.ok(left + BOX.width <= VIEW.width && top + BOX.height <= VIEW.height);
});
