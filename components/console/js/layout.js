// Which screen rows a line takes: one each, or more where long lines wrap. No DOM.

export class LogLayout {
  #columns = 0;
  #ends = new Float64Array(1024);
  #known = 0;

  constructor(buffer) { this.buffer = buffer; }

  get wraps() { return this.#columns > 0; }

  /** Wrap at `columns` characters; 0 does not wrap. */
  setColumns(columns) {
    if (columns === this.#columns) return;
    this.#columns = columns;
    this.reset();
  }

  reset() { this.#known = 0; }

  /** The number of rows of all lines. */
  get rows() {
    if (!this.wraps) return this.buffer.count;
    this.#extend();
    const complete = this.#known ? this.#ends[this.#known - 1] : 0;
    return complete + (this.buffer.count > this.#known ? this.#rowsOf(this.#known) : 0);
  }

  /** Return the first row of a line. */
  rowOf(line) {
    if (!this.wraps) return line;
    this.#extend();
    return line > 0 ? this.#ends[Math.min(line, this.#known) - 1] ?? 0 : 0;
  }

  /** Return the line that covers a row. */
  lineAt(row) {
    if (!this.wraps) return Math.floor(row);
    this.#extend();
    let low = 0;
    let high = this.#known;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Return the number of rows of a line. */
  height(line) { return this.wraps ? this.#rowsOf(line) : 1; }

  #rowsOf(line) { return Math.max(1, Math.ceil(this.buffer.length(line) / this.#columns)); }

  #extend() {
    const { complete } = this.buffer;
    if (complete > this.#ends.length) {
      const larger = new Float64Array(Math.max(complete, this.#ends.length * 2));
      larger.set(this.#ends);
      this.#ends = larger;
    }
    let end = this.#known ? this.#ends[this.#known - 1] : 0;
    for (; this.#known < complete; this.#known += 1) {
      end += this.#rowsOf(this.#known);
      this.#ends[this.#known] = end;
    }
  }
}
