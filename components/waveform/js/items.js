// The list of shown signals and groups: add, remove, move, and its form as JSON. No DOM.

const MOST_STEPS = 50;

let counter = 0;

/** Items are `{key, type: "signal", path, radix, number}` (number -1: not in this trace) or `{key, type: "group", name, open}`. */
export class ItemList {
  #undo = [];

  constructor() { this.items = []; }

  /** Remember the list as it is, before it changes. */
  remember() {
    this.#undo.push(this.items.map((item) => ({ ...item })));
    if (this.#undo.length > MOST_STEPS) this.#undo.shift();
  }

  /** Go back to what was remembered last; return whether there was something. */
  undo() {
    if (!this.#undo.length) return false;
    this.items = this.#undo.pop();
    return true;
  }

  get signals() { return this.items.filter((item) => item.type === "signal"); }

  /** Return the items that are not folded away below a closed group. */
  visible() {
    let open = true;
    return this.items.filter((item) => {
      if (item.type === "group") {
        open = item.open;
        return true;
      }
      return open;
    });
  }

  get(key) { return this.items.find((item) => item.key === key); }

  /** Add signals to the group of their scope, which is made when there is none; return the keys of the new items. */
  addToGroup(name, signals) {
    const made = signals.map(newSignal);
    let at = this.items.findIndex((item) => item.type === "group" && item.name === name);
    if (at < 0 && name) {
      this.items.push(newGroup(name));
      at = this.items.length - 1;
    }
    const next = this.items.findIndex((item, index) => index > at && item.type === "group");
    this.items.splice(at < 0 || next < 0 ? this.items.length : next, 0, ...made);
    return made.map((item) => item.key);
  }

  /** Add signals before the item `before`, at the end without one. */
  insert(signals, before = null) {
    const made = signals.map(newSignal);
    const at = this.items.findIndex((item) => item.key === before);
    this.items.splice(at < 0 ? this.items.length : at, 0, ...made);
    return made.map((item) => item.key);
  }

  addGroup(name, before = null) {
    const group = newGroup(name);
    const at = this.items.findIndex((item) => item.key === before);
    this.items.splice(at < 0 ? this.items.length : at, 0, group);
    return group.key;
  }

  /** Remove items; a closed group goes with what it holds, an open one leaves its signals. */
  remove(keys) {
    const gone = new Set(keys);
    let folded = false;
    this.items = this.items.filter((item) => {
      if (item.type === "group") folded = gone.has(item.key) && !item.open;
      return !gone.has(item.key) && !folded;
    });
  }

  /** Move items before the item `before`, to the end without one; they keep their order. */
  move(keys, before = null) {
    const moving = this.#withFolded(keys);
    if (moving.some((item) => item.key === before)) return;
    this.items = this.items.filter((item) => !moving.includes(item));
    const at = this.items.findIndex((item) => item.key === before);
    this.items.splice(at < 0 ? this.items.length : at, 0, ...moving);
  }

  /** Move items one visible row up (-1) or down (1). */
  shift(keys, step) {
    const rows = this.visible();
    const moving = new Set(this.#withFolded(keys).map((item) => item.key));
    const indexes = rows.flatMap((item, index) => (moving.has(item.key) ? [index] : []));
    if (!indexes.length) return;
    if (step < 0 && indexes[0] > 0) this.move(keys, rows[indexes[0] - 1].key);
    if (step > 0 && indexes.at(-1) < rows.length - 1) this.move(keys, rows[indexes.at(-1) + 2]?.key ?? null);
  }

  #withFolded(keys) {
    const wanted = new Set(keys);
    let folded = false;
    return this.items.filter((item) => {
      if (item.type === "group") folded = wanted.has(item.key) && !item.open;
      return wanted.has(item.key) || folded;
    });
  }

  toJSON() {
    return this.items.map((item) => (item.type === "group"
      ? { type: "group", name: item.name, open: item.open } : { type: "signal", path: item.path, radix: item.radix }));
  }

  /** Take items from JSON; anything that is none is left out. */
  load(plain) {
    this.items = (Array.isArray(plain) ? plain : []).flatMap((item) => {
      if (item?.type === "group") return [{ ...newGroup(String(item.name ?? "")), open: item.open !== false }];
      if (typeof item?.path !== "string") return [];
      return [newSignal({ path: item.path, radix: typeof item.radix === "string" ? item.radix : "hex" })];
    });
  }

  /** Match the signals by name with a trace. */
  resolve(hierarchy) {
    for (const item of this.signals) item.number = hierarchy?.find(item.path) ?? -1;
  }
}

function key() {
  counter += 1;
  return `i${counter}`;
}

function newSignal({ path, radix = "hex", number = -1 }) { return { key: key(), type: "signal", path, radix, number }; }

function newGroup(name) { return { key: key(), type: "group", name, open: true }; }
