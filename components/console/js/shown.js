// Which lines of a log are shown: all, or those that no folded step and no hidden level takes away. No DOM.

import { LEVELS } from "./sections.js";

/** Stands between buffer and layout: an index counts shown lines, a line counts lines of the log. */
export class ShownLines {
  #lines = new Int32Array(1024);
  #count = 0;
  #next = 0;
  #folded = new Set();
  #hidden = new Set();

  constructor(buffer, sections) {
    this.buffer = buffer;
    this.sections = sections;
  }

  get partial() { return this.#folded.size > 0 || this.#hidden.size > 0; }
  get hidden() { return this.#hidden; }

  get complete() {
    if (!this.partial) return this.buffer.complete;
    this.#extend();
    return this.#count;
  }

  get count() { return this.complete + (this.buffer.count - this.buffer.complete); }

  length(index) { return this.buffer.length(this.lineOf(index)); }

  /** Return the line of the log that is shown at an index. */
  lineOf(index) {
    if (!this.partial) return index;
    return index < this.complete ? this.#lines[index] : this.buffer.complete;
  }

  /** Return where a line is shown, or the next one after it. */
  indexOf(line) {
    if (!this.partial) return line;
    this.#extend();
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle] < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  isFolded(section) { return this.#folded.has(section.line); }

  fold(section, folded) {
    if (folded) this.#folded.add(section.line);
    else this.#folded.delete(section.line);
    this.#restart();
  }

  foldAll(folded) {
    this.#folded = new Set(folded ? this.sections.sections.map(({ line }) => line) : []);
    this.#restart();
  }

  /** Hide or show the lines of a level: error, warning or info. */
  setHidden(level, hidden) {
    if (hidden) this.#hidden.add(LEVELS.indexOf(level));
    else this.#hidden.delete(LEVELS.indexOf(level));
    this.#restart();
  }

  /** Make sure that a line is shown; return whether anything had to change. */
  reveal(line) {
    if (!this.partial || this.lineOf(this.indexOf(line)) === line) return false;
    const section = this.sections.sectionOf(line);
    if (section) this.#folded.delete(section.line);
    this.#hidden.delete(this.sections.level(line));
    this.#restart();
    return true;
  }

  clear() {
    this.#folded.clear();
    this.#restart();
  }

  #restart() { this.#count = this.#next = 0; }

  #extend() {
    const { complete } = this.buffer;
    if (this.#next >= complete) return;
    this.sections.more();
    if (this.#hidden.size) this.sections.levelAll();
    if (complete > this.#lines.length) {
      const larger = new Int32Array(Math.max(complete, this.#lines.length * 2));
      larger.set(this.#lines);
      this.#lines = larger;
    }
    while (this.#next < complete) this.#next = this.#take(this.#next, complete);
  }

  // Whole steps are passed over at once; the title of a step is always shown.
  #take(line, complete) {
    const section = this.sections.sectionOf(line);
    const end = Math.min(complete, section?.end ?? this.#endBefore(line, complete));
    const folded = section !== null && this.#folded.has(section.line);
    let at = line;
    if (section?.line === line) { this.#push(line); at += 1; }
    if (!folded) for (; at < end; at += 1) if (!this.#hidden.size || !this.#hidden.has(this.sections.level(at))) this.#push(at);
    return Math.max(end, line + 1);
  }

  #endBefore(line, complete) {
    if (this.sections.sectionOf(line)) return complete;
    return this.sections.sections.find((section) => section.line > line)?.line ?? complete;
  }

  #push(line) {
    this.#lines[this.#count] = line;
    this.#count += 1;
  }
}
