// Knows the parts of a log: the steps of the run, whose titles are our own dim lines, and the level of each line. No DOM.

const HEADER = /^\x1b\[2m(.*) …\x1b\[0m$/;
const OWN = "\x1b[2m";
const ALARM = /\b(?:errors?|fatal|fail(?:ed|ure)?|assertion|crashed|timed-out|cancelled|warnings?)\b|%(?:Error|Warning)/gi;
const NONE = /\b(?:0|no) (?:errors?|warnings?|failures?|failed)\b|\b(?:errors?|warnings?|failures?|failed|fail)\s*[:=]\s*0\b/gi;

export const LEVELS = ["error", "warning", "info"];
const [ERROR, WARNING, INFO] = [0, 1, 2];

/** Return the level of a line: error, warning or info. */
export function levelOf(text) {
  const clean = text.replace(NONE, "");
  let level = INFO;
  for (const [word] of clean.matchAll(new RegExp(ALARM))) {
    if (!/warning/i.test(word)) return LEVELS[ERROR];
    level = WARNING;
  }
  return LEVELS[level];
}

/** Follows a `LogBuffer`: `sections` are `{line, title, end}`, where `end` is the line after the last one or null. */
export class LogSections {
  #levels = new Uint8Array(1024).fill(INFO);
  #levelled = 0;
  #read = 0;

  constructor(buffer) {
    this.buffer = buffer;
    this.sections = [];
    this.counts = [0, 0, 0];
  }

  clear() {
    this.sections = [];
    this.counts = [0, 0, 0];
    this.#read = this.#levelled = 0;
  }

  /** Take note of the steps that have begun since. */
  more() {
    for (const block of this.buffer.blocksFrom(this.#read)) {
      if (block.special && block.text.includes(OWN)) this.#readBlock(block);
      this.#read = block.first + block.starts.length;
    }
  }

  #readBlock({ first, starts }) {
    for (let at = Math.max(0, this.#read - first); at < starts.length; at += 1) {
      const raw = this.buffer.raw(first + at);
      if (!raw.startsWith(OWN)) continue;
      const last = this.sections.at(-1);
      if (last && last.end === null) last.end = first + at;
      const match = raw.match(HEADER);
      if (match) this.sections.push({ line: first + at, title: match[1], end: null });
    }
  }

  /** Return the step to which a line belongs, its title included; null outside of all steps. */
  sectionOf(line) {
    let low = 0;
    let high = this.sections.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sections[middle].line <= line) low = middle + 1;
      else high = middle;
    }
    const found = this.sections[low - 1];
    return found && line < (found.end ?? Infinity) ? found : null;
  }

  /** Return the number of the level of a line, after `levelAll`. */
  level(line) { return line < this.#levelled ? this.#levels[line] : INFO; }

  /** Find the level of each complete line that has come since. */
  levelAll() {
    const { complete } = this.buffer;
    if (complete > this.#levels.length) {
      const larger = new Uint8Array(Math.max(complete, this.#levels.length * 2)).fill(INFO);
      larger.set(this.#levels);
      this.#levels = larger;
    }
    if (this.#levelled >= complete) return;
    for (const block of this.buffer.blocksFrom(this.#levelled)) this.#levelBlock(block);
    this.#levelled = complete;
    this.counts[INFO] = complete - this.counts[ERROR] - this.counts[WARNING];
  }

  // One search over a whole block, and a closer look at the lines that it finds.
  #levelBlock({ first, starts, text }) {
    const from = Math.max(0, this.#levelled - first);
    const alarm = new RegExp(ALARM);
    alarm.lastIndex = starts[from] ?? text.length;
    let at = from;
    for (let match = alarm.exec(text); match; match = alarm.exec(text)) {
      while (at + 1 < starts.length && starts[at + 1] <= match.index) at += 1;
      const level = LEVELS.indexOf(levelOf(this.buffer.plain(first + at)));
      this.#levels[first + at] = level;
      if (level !== INFO) this.counts[level] += 1;
      at += 1;
      if (at >= starts.length) break;
      alarm.lastIndex = starts[at];
    }
  }
}
