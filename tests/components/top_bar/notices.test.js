import assert from "node:assert/strict";
import { test } from "node:test";

import { noticeOf, titleWith } from "../../../components/top_bar/js/notice_texts.js";

test("the title of the tab tells what has happened, the worst first", () => {
  assert.equal(titleWith("uart · a6hub", []), "uart · a6hub");
  assert.equal(titleWith("uart · a6hub", [{ state: "passed" }]), "✓ uart · a6hub");
  assert.equal(titleWith("uart · a6hub", [{ state: "failed" }, { state: "passed" }]), "(2) ✗ uart · a6hub");
});

test("a notification names run, flow, project and reason", () => {
  assert.deepEqual(noticeOf({ number: 7, flow: "lint", state: "failed", detail: "2 errors" }, "demo/uart"),
    { title: "✗ Run #7 failed", body: "lint · demo/uart\n2 errors" });
});
