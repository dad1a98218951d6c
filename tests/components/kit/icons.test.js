import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sprite } from "../../../components/kit/js/icons.js";

test("plain pages and components draw the same icons (run script/icons.mjs after a change)", () => {
  assert.equal(readFileSync(new URL("../../../ide/static/icons.svg", import.meta.url), "utf8"), sprite());
});
