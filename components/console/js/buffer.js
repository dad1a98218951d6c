// Holds a log of millions of lines in blocks of text; lines are cut out when they are shown. No DOM.

import { PLAIN, plainText, styleAfter } from "./ansi.js";

const BLOCK = 64 * 1024;
const SPECIAL = /[\x00-\x08\x09\x0b-\x1f\x7f]/;

export class LogBuffer {
  #blocks = [];
  #tail = "";
  #complete = 0;
  #style = PLAIN;
  #styles = new Map();

  /** The number of lines, the unfinished last one included. */
  get count() { return this.#complete + (this.#tail ? 1 : 0); }
  /** The number of lines that cannot change any more. */
  get complete() { return this.#complete; }

  /** Add text as it comes in, in pieces of any size. */
  append(text) {
    const end = text.lastIndexOf("\n");
    if (end < 0) { this.#tail += text; return; }
    this.#add(this.#tail + text.slice(0, end + 1));
    this.#tail = text.slice(end + 1);
  }

  clear() {
    this.#blocks = [];
    this.#tail = "";
    this.#complete = 0;
    this.#style = PLAIN;
    this.#styles.clear();
  }

  /** Return a line as it came, without its end. */
  raw(index) {
    if (index >= this.#complete) return this.#tail;
    const block = this.#blockOf(index);
    const at = index - block.first;
    return block.text.slice(block.starts[at], (block.starts[at + 1] ?? block.text.length) - 1);
  }

  /** Return a line without codes. */
  plain(index) {
    const raw = this.raw(index);
    return SPECIAL.test(raw) ? plainText(raw) : raw;
  }

  /** Return the length of a line as it is shown. */
  length(index) {
    if (index >= this.#complete) return plainText(this.#tail).length;
    const block = this.#blockOf(index);
    const at = index - block.first;
    if (block.special) return this.plain(index).length;
    return (block.starts[at + 1] ?? block.text.length) - 1 - block.starts[at];
  }

  /** Return the style in which a line starts. */
  styleAt(index) { return this.#styles.get(index) ?? PLAIN; }

  /** Return the blocks `{text, starts, first, special}` from the one with line `index` on, for searching. */
  blocksFrom(index) { return this.#blocks.slice(Math.max(0, this.#blockIndex(index))); }

  /** Return everything, without codes. */
  text() {
    const parts = this.#blocks.map((block) => (block.special ? this.#plainBlock(block) : block.text));
    return parts.join("") + (this.#tail ? plainText(this.#tail) : "");
  }

  #plainBlock({ first, starts }) { return starts.map((_, at) => `${this.plain(first + at)}\n`).join(""); }

  #add(text) {
    this.#trackStyles(text);
    let block = this.#blocks.at(-1);
    if (!block || block.text.length > BLOCK) {
      block = { text: "", starts: [], first: this.#complete, special: false };
      this.#blocks.push(block);
    }
    const base = block.text.length;
    for (let at = 0; at < text.length; at = text.indexOf("\n", at) + 1) block.starts.push(base + at);
    block.text += text;
    block.special ||= SPECIAL.test(text);
    this.#complete = block.first + block.starts.length;
  }

  // A colour may go on over the end of its line: remember it for the lines that start inside one.
  #trackStyles(text) {
    if (this.#style === PLAIN && !text.includes("\x1b")) return;
    let line = this.#complete;
    for (const raw of text.split("\n").slice(0, -1)) {
      if (this.#style !== PLAIN) this.#styles.set(line, this.#style);
      if (raw.includes("\x1b")) this.#style = styleAfter(raw, this.#style);
      line += 1;
    }
    if (this.#style !== PLAIN) this.#styles.set(line, this.#style);
  }

  #blockOf(index) { return this.#blocks[this.#blockIndex(index)]; }

  #blockIndex(index) {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle].first <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
