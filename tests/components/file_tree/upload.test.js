import assert from "node:assert/strict";
import { test } from "node:test";

import { loadEntries } from "../../../components/file_tree/js/load.js";
import { treeUrl, uploadAll } from "../../../components/file_tree/js/upload.js";

const file = (path, size = 10) => ({ path, file: { size } });

test("names are quoted for the address, slashes stay", () => {
  assert.equal(treeUrl("/tree", "rtl/a b#1.v"), "/tree/rtl/a%20b%231.v");
});

test("one refused file does not stop the others", async () => {
  const send = async (url) => { if (url.includes("bad")) throw new Error("This name is not allowed."); };
  const answer = await uploadAll([file("a.v"), file("bad.v"), file("b.v")], { url: "/tree", send });
  assert.deepEqual(answer.stored.sort(), ["a.v", "b.v"]);
  assert.deepEqual(answer.failed.map(({ path, message }) => `${path}: ${message}`), ["bad.v: This name is not allowed."]);
});

test("progress counts bytes and ends at the whole", async () => {
  const seen = [];
  const send = async (_url, _file, advance) => { advance(4); };
  await uploadAll([file("a.v"), file("b.v", 30)], { url: "/tree", send, onProgress: (state) => seen.push(state) });
  assert.deepEqual(seen.at(-1), { done: 2, total: 2, bytes: 40, size: 40 });
  assert.ok(seen.every(({ bytes }, at) => at === 0 || bytes >= seen[at - 1].bytes));
});

test("cancelling leaves the rest unsent", async () => {
  const abort = new AbortController();
  const sent = [];
  const send = async (url) => { sent.push(url); abort.abort(); };
  await uploadAll(Array.from({ length: 20 }, (_, n) => file(`${n}.v`)), { url: "", send, signal: abort.signal });
  assert.ok(sent.length <= 3);
});

test("the list of files is fetched page by page", async () => {
  const pages = { null: { items: [{ path: "a.v", size: 1 }], next: "2" }, 2: { items: [{ path: "b", folder: true }], next: null } };
  const get = async (address) => ({ ok: true, json: async () => pages[address.searchParams.get("cursor")] });
  assert.deepEqual(await loadEntries("/files", get), [{ path: "a.v", folder: false, size: 1 }, { path: "b", folder: true, size: undefined }]);
});

test("a list that cannot be fetched says what to do", async () => {
  await assert.rejects(loadEntries("/files", async () => ({ ok: false, status: 503 })), /not available \(503\)\. Try again/);
});
