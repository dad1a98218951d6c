import assert from "node:assert/strict";
import test from "node:test";

import { placeDiagnostics, summary } from "../../../components/editor/js/diagnostics.js";
import { decode, encode } from "../../../components/editor/js/encoding.js";
import { fetchFile } from "../../../components/editor/js/load.js";
import { changesAt, lineAndColumn, offsetAt, placeAt, smallestChange, utf16Column, utf8Column } from "../../../components/editor/js/offsets.js";
import { labels, moved } from "../../../components/editor/js/tab-order.js";
import { throttle } from "../../../components/editor/js/throttle.js";
import { EditorState } from "../../../components/editor/dist/index.js";
import { bytesOf, Clock, textOf } from "./fakes.mjs";

const docOf = (text) => EditorState.create({ doc: text }).doc;

test("byte columns of a tool become the editor's columns", () => {
  const line = "// größe 🚀 tik";
  const column = line.indexOf("tik") + 1;
  const byteColumn = bytesOf(line.slice(0, column - 1)).length + 1;
  assert.equal(byteColumn, column + 4);
  assert.equal(utf16Column(line, byteColumn), column);
  assert.equal(utf8Column(line, column), byteColumn);
});

test("a place outside the text is the nearest place inside", () => {
  const doc = docOf("ab\ncde");
  assert.equal(offsetAt(doc, 2, 2), 4);
  assert.equal(offsetAt(doc, 99, 99), 6);
  assert.equal(offsetAt(doc, 0, -5), 0);
  assert.deepEqual(placeAt(doc, 4), { line: 2, column: 2 });
});

test("a line to go to is a number, a place, or a distance", () => {
  assert.deepEqual(lineAndColumn("120", 7), { line: 120, column: 1 });
  assert.deepEqual(lineAndColumn(" 12:8 ", 7), { line: 12, column: 8 });
  assert.deepEqual(lineAndColumn("-5", 7), { line: 2, column: 1 });
  assert.equal(lineAndColumn("abc", 7), null);
});

test("changes are given by places and all mean the text before them", () => {
  const doc = docOf("one two\nthree");
  assert.deepEqual(changesAt(doc, [{ line: 1, column: 5, endColumn: 8, insert: "2" }, { line: 2, column: 1, insert: "+" }]),
    [{ from: 4, to: 7, insert: "2" }, { from: 8, to: 8, insert: "+" }]);
});

test("a reloaded text changes only where it differs, so the cursor stays", () => {
  assert.deepEqual(smallestChange("aXc", "aYYc"), { from: 1, to: 2, insert: "YY" });
  assert.deepEqual(smallestChange("aaa", "aa"), { from: 2, to: 3, insert: "" });
  assert.equal(smallestChange("same", "same"), null);
});

for (const [name, text] of [
  ["plain", "module m;\nendmodule\n"],
  ["Windows line ends", "a\r\nb\r\n"],
  ["mixed line ends", "a\r\nb\nc\rd"],
  ["a byte order mark", "\uFEFFa\n"],
  ["emoji and no last line end", "// 🚀 größe"],
  ["nothing", ""],
]) {
  test(`a file with ${name} comes back byte for byte`, () => {
    const { kind, text: shown, eol, bom } = decode(bytesOf(text));
    assert.equal(kind, "text");
    const inEditor = EditorState.create({ doc: shown, extensions: eol === null ? EditorState.lineSeparator.of("\n") : [] }).doc.toString();
    assert.equal(textOf(encode(inEditor, { eol, bom })), text.replace("\uFEFF", ""));
    assert.deepEqual(encode(inEditor, { eol, bom }), bytesOf(text));
  });
}

test("what is not text is called binary", () => {
  assert.deepEqual(decode(Uint8Array.of(0x7f, 0x45, 0, 1)), { kind: "binary", size: 4 });
  assert.deepEqual(decode(Uint8Array.of(0xff, 0xfe, 0xfd)), { kind: "binary", size: 3 });
});

test("a file is fetched as text with its digest", async () => {
  const fetch = async () => new Response("module", { headers: { ETag: '"abc"' } });
  const file = await fetchFile("/a.v", { fetch });
  assert.deepEqual(file, { kind: "text", text: "module", form: { eol: "\n", bom: false }, etag: "abc", size: 6 });
});

test("a text over the limit is not read to its end", async () => {
  const fetch = async () => new Response("x".repeat(2000), { headers: { "Content-Length": "2000" } });
  assert.deepEqual(await fetchFile("/a.v", { fetch, limit: 1000 }), { kind: "large", size: 2000, limit: 1000 });
});

test("what stands in the way of a file is said", async () => {
  const answer = (status, detail) => async () => new Response(JSON.stringify({ detail }), { status });
  assert.deepEqual(await fetchFile("/a.v", { fetch: answer(404, "No such file.") }), { kind: "missing", message: "No such file." });
  assert.equal((await fetchFile("/a.v", { fetch: answer(403, "Sign in first.") })).message, "Sign in first.");
  assert.equal((await fetchFile("/a.v", { fetch: answer(503, "Later.") })).kind, "offline");
  assert.equal((await fetchFile("/a.v", { fetch: async () => { throw new TypeError(); } })).kind, "offline");
});

test("a message without an end marks the word, without a column the line", () => {
  const doc = docOf("  assign y = tik;\n\n");
  const [line, word] = placeDiagnostics(doc, [
    { line: 1, message: "line", severity: "warning" },
    { line: 1, column: 14, message: "word", severity: "error", source: "slang", rule: "undeclared" },
    { line: 40, message: "outside" },
  ]);
  assert.deepEqual([line.from, line.to], [2, 17]);
  assert.deepEqual(word, { from: 13, to: 16, severity: "error", message: "word", source: "slang · undeclared" });
});

test("messages are summed up in words", () => {
  assert.equal(summary([{ severity: "error" }, { severity: "error" }, { severity: "warning" }]), "2 errors, 1 warning");
  assert.equal(summary([]), "No problems");
});

test("tabs with equal names show their folders", () => {
  assert.deepEqual(labels(["rtl/a.v", "tb/a.v", "b.v"]).map(({ name, folder }) => `${name} ${folder}`), ["a.v rtl", "a.v tb", "b.v "]);
  assert.deepEqual(moved(["a", "b", "c"], "c", 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", 9), ["b", "c", "a"]);
});

test("a throttled event comes at once, and then the latest of each interval", async () => {
  const clock = new Clock();
  const seen = [];
  const send = throttle((value) => seen.push(value), 100, () => "", clock);
  [1, 2, 3].forEach(send);
  assert.deepEqual(seen, [1]);
  await clock.pass(100);
  assert.deepEqual(seen, [1, 3]);
  await clock.pass(500);
  send(4);
  assert.deepEqual(seen, [1, 3, 4]);
});
