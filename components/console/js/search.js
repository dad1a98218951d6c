// Finds text in a log, a slice of time at once so that the page stays alive. No DOM.

export const MAX_HITS = 20_000;
const SLICE_MS = 8;

export class LogSearch {
  #run = 0;

  constructor(buffer, { onHits, later = (callback) => setTimeout(callback, 0), now = () => performance.now() }) {
    Object.assign(this, { buffer, onHits, later, now });
    this.clear();
  }

  clear() {
    this.#run += 1;
    this.query = "";
    this.hits = [];
    this.next = 0;
    this.byLine = new Map();
  }

  /** Look for `query` from the start. */
  start(query, matchCase = false) {
    this.clear();
    this.query = matchCase ? query : query.toLowerCase();
    this.matchCase = matchCase;
    this.more();
  }

  /** Look through the lines that have come since. */
  more() {
    if (!this.query || this.hits.length >= MAX_HITS) return;
    this.#run += 1;
    this.#slice(this.#run);
  }

  #slice(run) {
    if (run !== this.#run) return;
    const until = this.now() + SLICE_MS;
    while (this.next < this.buffer.complete && this.hits.length < MAX_HITS) {
      this.#searchBlock(this.buffer.blocksFrom(this.next)[0]);
      if (this.now() > until) {
        this.later(() => this.#slice(run));
        break;
      }
    }
    this.onHits(this.hits.length);
  }

  #searchBlock(block) {
    const from = this.next - block.first;
    if (block.special) for (let at = from; at < block.starts.length; at += 1) this.#searchLine(block.first + at);
    else this.#searchText(block, from);
    this.next = block.first + block.starts.length;
  }

  #fold(text) { return this.matchCase ? text : text.toLowerCase(); }

  #searchText(block, from) {
    const text = this.#fold(block.text);
    let line = from;
    for (let at = text.indexOf(this.query, block.starts[from]); at >= 0; at = text.indexOf(this.query, at + this.query.length)) {
      while (block.starts[line + 1] <= at) line += 1;
      this.#add(block.first + line, at - block.starts[line]);
    }
  }

  #searchLine(line) {
    const text = this.#fold(this.buffer.plain(line));
    for (let at = text.indexOf(this.query); at >= 0; at = text.indexOf(this.query, at + this.query.length)) this.#add(line, at);
  }

  #add(line, start) {
    const hit = { line, start, end: start + this.query.length };
    this.hits.push(hit);
    if (!this.byLine.has(line)) this.byLine.set(line, []);
    this.byLine.get(line).push(hit);
  }

  hitsOf(line) { return this.byLine.get(line) ?? []; }
}
