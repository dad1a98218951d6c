import assert from "node:assert/strict";
import { test } from "node:test";

import { bytes, duration, toneOf, usageParts } from "../../../components/console/js/usage.js";

test("times and sizes are short", () => {
  assert.deepEqual([0.34, 12.4, 65, 120, 3600, 7800].map(duration), ["0.3 s", "12 s", "1 min 5 s", "2 min", "1 h", "2 h 10 min"]);
  assert.deepEqual([900, 12_288, 3_565_158, 2 * 2 ** 30].map(bytes), ["900 B", "12 KiB", "3.4 MiB", "2 GiB"]);
});

test("what is used stands beside its limit", () => {
  const parts = usageParts({ wall_s: 300, limit_wall_s: 600, memory_bytes: 1024, limit_memory_bytes: 0, processes: 1, waves_bytes: 0 });
  assert.deepEqual(parts.map(({ id, text, share }) => [id, text, share]), [["time", "5 min of 10 min", 0.5], ["memory", "1.0 KiB", null]]);
});

test("near the limit is told", () => assert.deepEqual([0.5, 0.8, 0.99].map(toneOf), ["", "warn", "err"]));
