// A virtual list of rows of one height: only the rows in view (and a few more) are elements.

import { disposer, h, installStyle, oncePerFrame } from "./dom.js";
import { scrollToShow, visibleRange } from "./virtual.js";

const CSS = `
.a6-list { position: relative; overflow: auto; height: 100%; min-height: 0; overscroll-behavior: contain; }
.a6-list-spacer { position: relative; width: 100%; }
.a6-list-row { position: absolute; left: 0; right: 0; top: 0; }
`;

/**
 * `options.render(index)` builds the element of a row, `options.key(index)` names its content:
 * a row whose key is unchanged keeps its element (and with it selection and focus).
 */
export class VirtualList {
  #options;
  #bin = disposer();
  #rows = new Map();
  #count = 0;

  constructor(container, options) {
    installStyle("list", CSS);
    this.#options = { rowHeight: 24, overscan: 8, ...options };
    this.spacer = h("div", { class: "a6-list-spacer", role: "presentation" });
    this.root = h("div", { class: "a6-list", ...options.attributes }, this.spacer);
    container.append(this.root);
    const schedule = oncePerFrame(() => this.draw());
    const observer = new ResizeObserver(schedule);
    observer.observe(this.root);
    this.#bin.listen(this.root, "scroll", schedule, { passive: true });
    this.#bin.add(() => this.root.remove(), () => observer.disconnect(), () => schedule.cancel());
  }

  get rowHeight() { return this.#options.rowHeight; }

  /** Show `length` rows now. */
  setCount(length) {
    this.#count = length;
    this.spacer.style.height = `${length * this.rowHeight}px`;
    this.draw();
  }

  /** Bring the elements in line with the scroll position. */
  draw() {
    const { key, overscan } = this.#options;
    const { scrollTop, clientHeight } = this.root;
    const range = visibleRange({
      top: scrollTop, viewport: clientHeight, rowHeight: this.rowHeight, count: this.#count, overscan,
    });
    const next = new Map();
    for (let index = range.first; index < range.last; index += 1) {
      const name = key(index);
      const element = this.#rows.get(name) ?? this.#newRow(index);
      this.#rows.delete(name);
      element.style.transform = `translateY(${index * this.rowHeight}px)`;
      next.set(name, element);
    }
    for (const element of this.#rows.values()) element.remove();
    this.#rows = next;
    this.#order();
    this.#options.onDraw?.();
  }

  #newRow(index) {
    const element = this.#options.render(index);
    element.classList.add("a6-list-row");
    element.style.height = `${this.rowHeight}px`;
    return element;
  }

  // Screen readers and copied text follow the order of the elements, so it is that of the rows.
  #order() {
    let cursor = this.spacer.firstChild;
    for (const element of this.#rows.values()) {
      if (element === cursor) cursor = cursor.nextSibling;
      else this.spacer.insertBefore(element, cursor);
    }
  }

  /** Scroll so that the row is in view and draw it. */
  show(index) {
    const { scrollTop, clientHeight } = this.root;
    const top = scrollToShow({ top: scrollTop, viewport: clientHeight, rowHeight: this.rowHeight, row: index });
    if (top !== scrollTop) this.root.scrollTop = top;
    this.draw();
  }

  /** Return the number of the row below a point of the window. */
  indexAt(clientY) {
    return Math.floor((clientY - this.root.getBoundingClientRect().top + this.root.scrollTop) / this.rowHeight);
  }

  destroy() { this.#bin.dispose(); }
}
