import assert from "node:assert/strict";
import { test } from "node:test";

import { LogBuffer } from "../../../components/console/js/buffer.js";
import { levelOf, LogSections } from "../../../components/console/js/sections.js";
import { ShownLines } from "../../../components/console/js/shown.js";

const own = (text) => `\x1b[2m${text}\x1b[0m\n`;
const LOG = [own("run #1: Simulation"), own("Compile …"), "a.v:3: warning: width\n", "a.v:4: syntax error\n", own("Simulate …"), "tick\n", "0 errors, 0 warnings\n", own("passed")].join("");

function log(text) {
  const buffer = new LogBuffer();
  const sections = new LogSections(buffer);
  const shown = new ShownLines(buffer, sections);
  buffer.append(text);
  sections.more();
  return { buffer, sections, shown };
}
const lines = (shown) => Array.from({ length: shown.count }, (_, index) => shown.lineOf(index));

test("steps begin at our own lines and end at the next one", () => {
  const { sections } = log(LOG);
  assert.deepEqual(sections.sections, [{ line: 1, title: "Compile", end: 4 }, { line: 4, title: "Simulate", end: 7 }]);
  assert.equal(sections.sectionOf(0), null);
  assert.equal(sections.sectionOf(3).title, "Compile");
  assert.equal(sections.sectionOf(7), null);
});

test("steps are found however the log is cut", () => {
  const { buffer, sections } = log("");
  for (const character of LOG) { buffer.append(character); sections.more(); }
  assert.deepEqual(sections.sections.map(({ line, end }) => [line, end]), [[1, 4], [4, 7]]);
});

test("a line has a level, and a count of none is no alarm", () => {
  assert.equal(levelOf("%Error-WIDTH: a.v:1"), "error");
  assert.equal(levelOf("a.v:4: syntax error"), "error");
  assert.equal(levelOf("%Warning-WIDTH: a.v:1: expected 8 bits"), "warning");
  assert.equal(levelOf("** TESTS=3 PASS=3 FAIL=0 SKIP=0 **"), "info");
  assert.equal(levelOf("0 errors, 2 warnings"), "warning");
  assert.equal(levelOf("terror"), "info");
});

test("levels are counted as lines come", () => {
  const { buffer, sections } = log(LOG);
  sections.levelAll();
  assert.deepEqual(sections.counts, [1, 1, 6]);
  buffer.append("FATAL: gone\n");
  sections.levelAll();
  assert.deepEqual(sections.counts, [2, 1, 6]);
});

test("a folded step keeps its title", () => {
  const { sections, shown } = log(LOG);
  assert.deepEqual(lines(shown), [0, 1, 2, 3, 4, 5, 6, 7]);
  shown.fold(sections.sections[0], true);
  assert.deepEqual(lines(shown), [0, 1, 4, 5, 6, 7]);
  assert.equal(shown.indexOf(5), 3);
  shown.foldAll(true);
  assert.deepEqual(lines(shown), [0, 1, 4, 7]);
  shown.foldAll(false);
  assert.equal(shown.count, 8);
});

test("hidden levels leave the titles of steps", () => {
  const { shown } = log(LOG);
  shown.setHidden("info", true);
  assert.deepEqual(lines(shown), [1, 2, 3, 4]);
  shown.setHidden("warning", true);
  assert.deepEqual(lines(shown), [1, 3, 4]);
});

test("a line that is searched for comes to light", () => {
  const { sections, shown } = log(LOG);
  shown.fold(sections.sections[0], true);
  assert.equal(shown.reveal(3), true);
  assert.ok(lines(shown).includes(3));
  assert.equal(shown.reveal(3), false);
});

test("what comes later is shown too, the unfinished line included", () => {
  const { buffer, shown } = log(LOG);
  shown.setHidden("info", true);
  assert.equal(shown.count, 4);
  buffer.append("late error\nunfinished");
  assert.deepEqual(lines(shown), [1, 2, 3, 4, 8, 9]);
});
