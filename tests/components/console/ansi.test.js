import assert from "node:assert/strict";
import { test } from "node:test";

import { parseAnsi, PLAIN, plainText } from "../../../components/console/js/ansi.js";
import { findLinks } from "../../../components/console/js/links.js";
import { cutLine } from "../../../components/console/js/segments.js";

const styles = (raw) => parseAnsi(raw).spans.map(({ text, style }) => [text, style.fg, style.bold]);

test("colours and weights are read", () => {
  assert.deepEqual(styles("a \x1b[1;31mFAIL\x1b[0m b"), [["a ", null, false], ["FAIL", 1, true], [" b", null, false]]);
  assert.deepEqual(styles("\x1b[92mok\x1b[39m"), [["ok", 10, false]]);
});

test("256 and true colours become rgb", () => {
  assert.equal(parseAnsi("\x1b[38;5;196mx").spans[0].style.fg, "rgb(255, 0, 0)");
  assert.equal(parseAnsi("\x1b[38;5;244mx").spans[0].style.fg, "rgb(128, 128, 128)");
  assert.equal(parseAnsi("\x1b[48;2;1;2;999mx").spans[0].style.bg, "rgb(1, 2, 255)");
  assert.equal(parseAnsi("\x1b[38;5;3mx").spans[0].style.fg, 3);
});

test("a colour goes on into the next line until it is reset", () => {
  const { style } = parseAnsi("\x1b[33mwarning");
  assert.equal(parseAnsi("continued", style).spans[0].style.fg, 3);
  assert.equal(parseAnsi("end\x1b[0m", style).style, PLAIN);
});

test("what is not text is left out", () => {
  assert.equal(plainText("\x1b]0;title\x07a\x1b[2Kb\x00c\x1b[?25l"), "abc");
});

test("a carriage return writes over the line, tabs go to the next stop", () => {
  assert.equal(plainText("10 %\r50 %\r100 %\r"), "100 %");
  assert.equal(plainText("a\tb"), "a       b");
});

test("places in files are found", () => {
  const found = (text) => findLinks(text).map(({ file, line, column }) => [file, line, column]);
  assert.deepEqual(found("rtl/uart_tx.v:18: error: x"), [["rtl/uart_tx.v", 18, null]]);
  assert.deepEqual(found("%Error: ./rtl/a.sv:3:14: bad"), [["rtl/a.sv", 3, 14]]);
  assert.deepEqual(found('  File "test_uart.py", line 12, in run'), [["test_uart.py", 12, null]]);
  assert.deepEqual(found("ERROR: tb.v(7) near end"), [["tb.v", 7, null]]);
  assert.deepEqual(found("at 12:30 version 11.0:3 see notes.v"), []);
});

test("a line is cut where style, link or hit changes", () => {
  const { spans } = parseAnsi("in \x1b[31mrtl/a.v:3\x1b[0m bad");
  const pieces = cutLine(spans, [{ start: 3, end: 12 }], [{ start: 7, end: 10, current: true }]);
  assert.deepEqual(pieces.map(({ text, link, hit }) => [text, Boolean(link), hit]),
    [["in ", false, ""], ["rtl/", true, ""], ["a.v", true, "current"], [":3", true, ""], [" bad", false, ""]]);
});

test("a line is shown up to its limit", () => {
  assert.deepEqual(cutLine([{ text: "abcdef", style: PLAIN }], [], [], 4).map(({ text }) => text), ["abcd"]);
});

test("a line of nothing but letters is searched for links in no time", () => {
  assert.deepEqual(findLinks(`.${"a".repeat(4000)}`), []);
});
