// The set of selected rows and the anchor from which Shift extends it.

export class Selection {
  #keys = new Set();
  #anchor = null;

  has(key) { return this.#keys.has(key); }
  keys() { return [...this.#keys]; }
  get size() { return this.#keys.size; }

  only(key) {
    this.#keys = new Set([key]);
    this.#anchor = key;
  }

  toggle(key) {
    if (!this.#keys.delete(key)) this.#keys.add(key);
    this.#anchor = key;
  }

  set(keys) { this.#keys = new Set(keys); }

  clear() {
    this.#keys.clear();
    this.#anchor = null;
  }

  /** Select all rows of `order` between the anchor and `key`. */
  extendTo(key, order) {
    const from = Math.max(0, order.indexOf(this.#anchor ?? key));
    const to = order.indexOf(key);
    this.#keys = new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1));
    this.#anchor ??= key;
  }
}
