// Values as text: radices, signs, unknown bits.
import assert from "node:assert/strict";
import test from "node:test";

import { FORM } from "../../../components/waveform/js/decode.js";
import { certainty, formatBits, formatReal } from "../../../components/waveform/js/radix.js";
import { valueLabel } from "../../../components/waveform/js/values.js";

test("a byte reads in every radix", () => {
  const shown = Object.fromEntries(["hex", "bin", "oct", "unsigned", "signed", "ascii"].map((radix) => [radix, formatBits("11000001", radix)]));
  assert.deepEqual(shown, { hex: "C1", bin: "11000001", oct: "301", unsigned: "193", signed: "-63", ascii: '"·"' });
});

test("the sign is the highest bit, at any width", () => {
  assert.equal(formatBits("1", "signed"), "-1");
  assert.equal(formatBits("0111", "signed"), "7");
  assert.equal(formatBits("1000", "signed"), "-8");
  assert.equal(formatBits(`1${"0".repeat(127)}`, "signed"), String(-(2n ** 127n)));
  assert.equal(formatBits("1".repeat(100), "unsigned"), String(2n ** 100n - 1n));
});

test("a digit of unknown bits is x or z, one with a few of them X or Z", () => {
  assert.equal(formatBits("xxxx0001", "hex"), "x1");
  assert.equal(formatBits("x0010001", "hex"), "X1");
  assert.equal(formatBits("zzzz1z11", "hex"), "zZ");
  assert.equal(formatBits("zzx", "oct"), "X");
  assert.equal(formatBits("1x", "unsigned"), "X");
  assert.equal(formatBits("xx", "signed"), "x");
  assert.equal(formatBits("zz", "unsigned"), "z");
});

test("weak levels count as levels, and stay visible in binary", () => {
  assert.equal(formatBits("hl1h", "hex"), "B");
  assert.equal(formatBits("hl1h", "bin"), "hl1h");
  assert.equal(certainty("hl10"), "known");
});

test("text drops leading zero bytes and marks what cannot be printed", () => {
  const bits = [0, 72, 105, 7].map((code) => code.toString(2).padStart(8, "0")).join("");
  assert.equal(formatBits(bits, "ascii"), '"Hi·"');
  assert.equal(formatBits(`xxxxxxxx${"01000001"}`, "ascii"), '"?A"');
});

test("32 and 64 bits read as floating point", () => {
  assert.equal(formatBits("00111111110000000000000000000000", "real"), "1.5");
  assert.equal(formatBits(`0100000000001000${"0".repeat(48)}`, "real"), "3");
  assert.equal(formatBits("1010", "real"), "A");
});

test("certainty tells known, floating and unknown apart", () => {
  assert.deepEqual(["0101", "zzz", "0z1", "x", "uw-"].map(certainty), ["known", "z", "x", "x", "x"]);
});

test("a value before the first change is a dash, an event has no text", () => {
  assert.deepEqual(valueLabel(FORM.VECTOR, null, "hex"), { text: "–", state: "none" });
  assert.deepEqual(valueLabel(FORM.EVENT, "", "hex"), { text: "", state: "known" });
  assert.deepEqual(valueLabel(FORM.STRING, 'a\t"b"  ', "hex"), { text: 'a\\t"b"', state: "known" });
  assert.deepEqual(valueLabel(FORM.BIT, "x", "hex"), { text: "x", state: "x" });
});

test("reals keep their digits and no more", () => {
  assert.deepEqual([1.5, 3, -2.5e-3, 1e30].map((value) => formatReal(value)), ["1.5", "3", "-0.0025", "1e+30"]);
});
