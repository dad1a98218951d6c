// A virtual tree of rows: focus, selection, keyboard and roles; what a row shows is the caller's.

import { disposer, h, installStyle, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { VirtualList } from "./list.js";
import { Selection } from "./selection.js";
import { moveInTree, typeAhead } from "./tree_keys.js";
import { TREE_CSS } from "./tree_style.js";

/** Tell whether the page is used with fingers. */
export const TOUCH = globalThis.matchMedia?.("(pointer: coarse)").matches ?? false;
const FINGER = 34;

/**
 * Rows are `{key, depth, folder, expanded, label}` plus what `fill(row, element)` needs.
 * Options: `label`, `testid`, `rowHeight`, `indent`, `base` (pixels), `multiple`, `toggleOnClick`, and the callbacks
 * `stamp(row)` (a row is drawn anew when it changes), `onOpen(row, event)`, `onToggle(row, expanded)`,
 * `onMenu(row|null, x, y)`, `onKey(event, row)` (true when handled), `onSelect(keys)`.
 */
export class TreeView {
  #o;
  #bin = disposer();
  #prefix = uniqueId("row");
  #indexes = new Map();
  #typeAhead = typeAhead();
  #current = null;
  #awaited = false;
  #host;

  constructor(container, options) {
    installStyle("tree", TREE_CSS);
    this.#o = { rowHeight: TOUCH ? FINGER : 24, indent: 16, base: 12, multiple: false, toggleOnClick: true, stamp: () => "", ...options };
    this.rows = [];
    this.active = null;
    this.selection = new Selection();
    this.#host = h("div", { class: "a6-tree" });
    container.append(this.#host);
    this.list = new VirtualList(this.#host, {
      rowHeight: this.#o.rowHeight,
      render: (index) => this.#draw(this.rows[index]),
      key: (index) => `${this.rows[index].key}\0${this.rows[index].expanded}\0${this.#o.stamp(this.rows[index])}`,
      onDraw: () => this.#decorateAll(),
      attributes: { "role": "tree", "tabindex": "0", "aria-label": this.#o.label, "data-testid": this.#o.testid,
        "aria-multiselectable": this.#o.multiple ? "true" : null },
    });
    this.root = this.list.root;
    this.#listen();
  }

  /** Show these rows; selection and focus stay on the rows that remain. */
  setRows(rows) {
    this.rows = rows;
    this.#indexes = new Map(rows.map((row, index) => [row.key, index]));
    this.list.setCount(rows.length);
    if (this.#awaited && this.#indexes.has(this.#current)) this.setCurrent(this.#current);
  }

  row(key) { return this.rows[this.#indexes.get(key)] ?? null; }

  /** Return the element of a row, when it is in view. */
  element(key) { return document.getElementById(this.#id(key)); }

  /** Mark the row that stands for what is shown elsewhere (the open file). */
  setCurrent(key) {
    this.#current = key;
    // The row may come later than its name, with the list that is on its way.
    this.#awaited = key !== null && !this.#indexes.has(key);
    if (this.#indexes.has(key)) this.list.show(this.#indexes.get(key));
    else this.#decorateAll();
  }

  /** Move the focus of the tree to a row and select it; `keep` leaves the selection. */
  activate(key, { extend = false, toggle = false, keep = false } = {}) {
    if (!this.#indexes.has(key)) return;
    this.active = key;
    if (!keep) {
      if (extend && this.#o.multiple) this.selection.extendTo(key, this.rows.map((row) => row.key));
      else if (toggle && this.#o.multiple) this.selection.toggle(key);
      else this.selection.only(key);
      this.#o.onSelect?.(this.selection.keys());
    }
    this.list.show(this.#indexes.get(key));
  }

  focus() { this.root.focus({ preventScroll: true }); }

  destroy() {
    this.list.destroy();
    this.#bin.dispose();
    this.#host.remove();
  }

  #id(key) { return `${this.#prefix}-${encodeURIComponent(key)}`; }

  #draw(row) {
    const element = h("div", {
      "class": `a6-row${row.folder ? " folder" : ""}`, "role": "treeitem", "id": this.#id(row.key), "data-key": row.key,
      "data-testid": "tree-row", "aria-level": row.depth + 1, "aria-expanded": row.folder ? String(Boolean(row.expanded)) : null,
    });
    element.style.paddingLeft = `${this.#o.base + row.depth * this.#o.indent}px`;
    if (row.folder) element.append(h("span", { "class": "caret", "data-caret": true }, icon("caret", 10)));
    this.#o.fill(row, element);
    return element;
  }

  #decorateAll() {
    for (const element of this.list.spacer.children) {
      const { key } = element.dataset;
      element.setAttribute("aria-selected", String(this.selection.has(key)));
      element.classList.toggle("active", key === this.active);
      element.classList.toggle("current", key === this.#current);
    }
    if (this.active !== null && this.element(this.active)) {
      this.root.setAttribute("aria-activedescendant", this.#id(this.active));
    } else this.root.removeAttribute("aria-activedescendant");
  }

  #listen() {
    const rowOf = (event) => this.row(event.target.closest?.(".a6-row")?.dataset.key);
    this.#bin.listen(this.root, "click", (event) => this.#onClick(event, rowOf(event)));
    this.#bin.listen(this.root, "contextmenu", (event) => this.#onContextMenu(event, rowOf(event)));
    this.#bin.listen(this.root, "keydown", (event) => this.#onKey(event));
    this.#bin.listen(this.root, "focus", () => {
      const first = this.row(this.active) ?? this.row(this.#current) ?? this.rows[0];
      if (first) this.activate(first.key, { keep: true });
    });
  }

  #onClick(event, row) {
    if (!row || event.target.closest("button, input, a")) return;
    const modified = event.shiftKey || event.ctrlKey || event.metaKey;
    this.activate(row.key, { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
    if (modified && this.#o.multiple) return;
    if (row.folder && (this.#o.toggleOnClick || event.target.closest("[data-caret]"))) this.#o.onToggle?.(row, !row.expanded);
    else this.#o.onOpen?.(row, event);
  }

  #onContextMenu(event, row) {
    if (!this.#o.onMenu || event.target.closest("input")) return;
    event.preventDefault();
    if (row && !this.selection.has(row.key)) this.activate(row.key);
    this.#o.onMenu(row, event.clientX, event.clientY);
  }

  #onKey(event) {
    if (event.target !== this.root) return;
    const row = this.row(this.active);
    const handled = this.#o.onKey?.(event, row) || this.#menuKey(event, row) || this.#openKey(event, row)
      || this.#moveKey(event, row) || this.#letterKey(event);
    if (handled) event.preventDefault();
  }

  #menuKey(event, row) {
    if (!this.#o.onMenu || !(event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) return false;
    const box = ((row && this.element(row.key)) ?? this.root).getBoundingClientRect();
    this.#o.onMenu(row, box.left + 40, box.top + this.#o.rowHeight);
    return true;
  }

  #openKey(event, row) {
    if (this.#o.multiple && event.key === "a" && (event.ctrlKey || event.metaKey)) {
      this.selection.set(this.rows.map((each) => each.key));
      this.#decorateAll();
      return true;
    }
    if (event.key !== "Enter" || !row) return false;
    if (row.folder && this.#o.toggleOnClick) this.#o.onToggle?.(row, !row.expanded);
    else this.#o.onOpen?.(row, event);
    return true;
  }

  #moveKey(event, row) {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    const page = Math.max(1, Math.floor(this.root.clientHeight / this.#o.rowHeight) - 1);
    const move = moveInTree(this.rows, this.#indexes.get(this.active) ?? -1, event.key, page);
    if (!move) return false;
    if (move.toggle) this.#o.onToggle?.(row, !row.expanded);
    else this.activate(this.rows[move.index].key, { extend: event.shiftKey });
    return true;
  }

  #letterKey(event) {
    if (event.key.length !== 1 || event.key === "?" || event.ctrlKey || event.altKey || event.metaKey) return false;
    const found = this.#typeAhead(this.rows, this.#indexes.get(this.active) ?? -1, event.key, event.timeStamp);
    if (found >= 0) this.activate(this.rows[found].key);
    return true;
  }
}
