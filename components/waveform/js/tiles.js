// Windows of the trace in tiles: 1,024 columns of 2^level steps each, so that scrolling asks for the same tiles again. No DOM.

export const COLUMNS = 1024;
const BUDGET = 48 << 20;
const MOST_VARIABLES = 64;

/** Return the level at which a column is at most one device pixel wide. */
export function levelFor(perPixel, ratio = 1) { return Math.max(0, Math.floor(Math.log2(perPixel / ratio))); }

/** Return the first and the last tile of a level that a stretch of time touches. */
export function tileRange(level, t0, t1) {
  const span = COLUMNS * 2 ** level;
  return [Math.floor(t0 / span), Math.floor(t1 / span)];
}

/** Keeps tiles by level, index and variable, fetches what is missing, and finds the best stand-in meanwhile. */
export class TileCache {
  #rows = new Map();
  #bytes = 0;
  #pending = new Map();

  /** `fetchTile(variables, t0, t1, columns, signal)` returns a map of rows; `onChange(error)` is called when data came. */
  constructor(fetchTile, onChange) {
    this.fetchTile = fetchTile;
    this.onChange = onChange;
  }

  get loading() { return this.#pending.size > 0; }

  get(level, index, variable) {
    const key = `${level}/${index}/${variable}`;
    const row = this.#rows.get(key);
    if (row) {
      this.#rows.delete(key);
      this.#rows.set(key, row);
    }
    return row;
  }

  /**
   * Return the pieces that draw a variable from `t0` to `t1`: `{row, start, column, from, to}`, where `start` is the time of
   * the row's first column, `column` the time of one, and the piece is to be drawn from `from` to `to`.
   */
  pieces(level, variable, t0, t1) {
    const pieces = [];
    const [first, last] = tileRange(level, t0, t1);
    for (let index = first; index <= last; index += 1) pieces.push(...this.#cover(level, index, variable));
    return pieces;
  }

  #cover(level, index, variable) {
    const span = COLUMNS * 2 ** level;
    const from = index * span;
    const exact = this.get(level, index, variable);
    if (exact) return [piece(exact, level, index, from, from + span)];
    for (let up = 1; up <= 24; up += 1) {
      const outer = Math.floor(index / 2 ** up);
      const row = this.get(level + up, outer, variable);
      if (row) return [piece(row, level + up, outer, from, from + span)];
    }
    return level > 0 ? this.#finer(level, index, variable) : [];
  }

  #finer(level, index, variable) {
    const pieces = [];
    for (const inner of [2 * index, 2 * index + 1]) {
      const row = this.get(level - 1, inner, variable);
      const span = COLUMNS * 2 ** (level - 1);
      if (row) pieces.push(piece(row, level - 1, inner, inner * span, (inner + 1) * span));
    }
    return pieces;
  }

  /** Fetch what is missing of these tiles; requests for anything else that are still under way are given up. */
  want(level, indexes, variables) {
    const wanted = new Set();
    for (const index of indexes) {
      const missing = variables.filter((variable) => !this.#rows.has(`${level}/${index}/${variable}`));
      for (let at = 0; at < missing.length; at += MOST_VARIABLES) {
        const part = missing.slice(at, at + MOST_VARIABLES);
        const key = `${level}/${index}/${part.join()}`;
        wanted.add(key);
        if (!this.#pending.has(key)) this.#load(key, level, index, part);
      }
    }
    for (const [key, controller] of this.#pending) {
      if (wanted.has(key)) continue;
      this.#pending.delete(key);
      controller.abort();
    }
  }

  async #load(key, level, index, variables) {
    const controller = new AbortController();
    this.#pending.set(key, controller);
    const span = COLUMNS * 2 ** level;
    try {
      const rows = await this.fetchTile(variables, index * span, (index + 1) * span, COLUMNS, controller.signal);
      for (const [variable, row] of rows) this.#put(`${level}/${index}/${variable}`, row);
      if (this.#pending.get(key) === controller) this.#pending.delete(key);
      this.onChange(null);
    } catch (error) {
      if (this.#pending.get(key) !== controller) return;
      this.#pending.delete(key);
      this.onChange(error);
    }
  }

  #put(key, row) {
    this.#rows.set(key, row);
    this.#bytes += row.bytes;
    for (const [oldest, old] of this.#rows) {
      if (this.#bytes <= BUDGET) break;
      this.#rows.delete(oldest);
      this.#bytes -= old.bytes;
    }
  }

  /** Forget everything. */
  clear() {
    for (const controller of this.#pending.values()) controller.abort();
    this.#pending.clear();
    this.#rows.clear();
    this.#bytes = 0;
  }
}

function piece(row, level, index, from, to) {
  const column = 2 ** level;
  return { row, start: index * COLUMNS * column, column, from, to };
}
