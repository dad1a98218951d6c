// Decodes the binary windows of the server; docs/trace-format.md describes them. No DOM.

export const FORM = { BIT: 0, VECTOR: 1, REAL: 2, STRING: 3, EVENT: 4 };
export const FLAG = { ONE: 1, SEVERAL: 2, X: 4, Z: 8, OMITTED: 128 };
export const NONE = 255;
const MAGIC = 0x31573641;
const STATE = ["0", "1", "z", "x", "l", "h", "?", "u", "?", "?", "?", "w", "?", "?", "?", "-"];

/** Return a map from variable number to its row: the picture columns that hold changes, and their values. */
export function decodeWindow(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < 32 || view.getUint32(0, true) !== MAGIC) throw new Error("this is no waveform window");
  const rows = new Map();
  let at = 32;
  for (let left = view.getUint32(4, true); left > 0; left -= 1) {
    const row = new Row(buffer, view, at);
    rows.set(row.variable, row);
    at += 20 + view.getUint32(at + 16, true);
  }
  return rows;
}

/** The changes of one variable in one window. Entry 0 is the value before it, entry k + 1 that of `columns[k]`. */
export class Row {
  #texts = [];
  #labels = {};

  constructor(buffer, view, at) {
    const count = view.getUint32(at + 4, true);
    const payload = at + 20;
    this.variable = view.getUint32(at, true);
    this.form = view.getUint8(at + 8);
    this.planes = view.getUint8(at + 9);
    this.initial = view.getUint8(at + 10);
    this.width = view.getUint32(at + 12, true);
    this.columns = new Uint16Array(buffer.slice(payload, payload + 2 * count));
    this.flags = new Uint8Array(buffer, payload + 2 * count, count);
    this.values = new Uint8Array(buffer, payload + 3 * count, Math.max(0, view.getUint32(at + 16, true) - 3 * count));
    this.bytes = view.getUint32(at + 16, true) + 200;
  }

  get count() { return this.columns.length; }

  // Values that were left out take no room: the place of an entry is the number of values that were sent before it.
  get #places() {
    if (!this.places) {
      this.places = new Uint32Array(this.count + 2);
      for (let entry = 0; entry <= this.count; entry += 1) this.places[entry + 1] = this.places[entry] + (entry === 0 || this.known(entry) ? 1 : 0);
    }
    return this.places;
  }

  /** Tell whether an entry has a value. */
  known(entry) {
    if (entry > 0) return this.form === FORM.BIT || !(this.flags[entry - 1] & FLAG.OMITTED);
    return this.initial !== NONE;
  }

  /** Return the state code of an entry of a bit. */
  state(entry) { return entry > 0 ? this.flags[entry - 1] >> 4 : this.initial; }

  /** Return an entry as text: bits from the highest to the lowest, a number, a string. */
  text(entry) {
    if (this.form === FORM.BIT) return STATE[this.state(entry)] ?? "";
    return (this.#texts[entry] ??= this.#read(entry));
  }

  /** Tell whether an entry is known (0), has unknown bits (1) or is high impedance as a whole (2). */
  doubt(entry) {
    if (this.form !== FORM.VECTOR || this.planes < 2) return 0;
    const stride = (this.width + 7) >> 3;
    const at = this.#places[entry] * stride;
    const marks = this.#places[this.count + 1] * stride + at;
    let floating = true;
    let found = false;
    for (let byte = 0; byte < stride; byte += 1) {
      const full = byte < stride - 1 || this.width % 8 === 0 ? 255 : (1 << (this.width % 8)) - 1;
      if (this.values[marks + byte]) found = true;
      if (this.values[marks + byte] !== full || this.values[at + byte]) floating = false;
    }
    return floating ? 2 : found ? 1 : 0;
  }

  /** Return what `make` says about an entry, made once. */
  label(entry, radix, make) {
    const labels = (this.#labels[radix] ??= []);
    return (labels[entry] ??= make(this.text(entry)));
  }

  #read(entry) {
    if (this.form === FORM.VECTOR) return this.#bits(entry);
    if (this.form === FORM.STRING) return this.#string(entry);
    if (this.form !== FORM.REAL) return "";
    return String(new DataView(this.values.buffer, this.values.byteOffset + 8 * entry, 8).getFloat64(0, true));
  }

  #bits(entry) {
    const stride = (this.width + 7) >> 3;
    const rows = this.#places[this.count + 1];
    const place = this.#places[entry];
    let text = "";
    for (let bit = 0; bit < this.width; bit += 1) {
      let code = 0;
      for (let plane = 0; plane < this.planes; plane += 1) {
        code |= ((this.values[(plane * rows + place) * stride + (bit >> 3)] >> (bit & 7)) & 1) << plane;
      }
      text = STATE[code] + text;
    }
    return text;
  }

  #string(entry) {
    const bounds = new DataView(this.values.buffer, this.values.byteOffset);
    const start = 4 * (this.count + 2);
    return new TextDecoder().decode(this.values.subarray(
      start + bounds.getUint32(4 * entry, true), start + bounds.getUint32(4 * entry + 4, true)));
  }
}

/** Return the number of the first column that is not before `column`. */
export function firstColumn(columns, column) {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle] < column) low = middle + 1;
    else high = middle;
  }
  return low;
}
