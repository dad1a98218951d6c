// The shown signals with their values at the cursor: select, fold, reorder by keyboard and by drag.

import { h } from "a6hub-kit/dom.js";
import { TreeView } from "a6hub-kit/tree_view.js";

import { DRAG_VARIABLES } from "./scope_panel.js";

const DRAG_ROWS = "application/x-a6hub-rows";

/**
 * `host` answers: `describe(item)` -> {label, title, missing}, `onSelect(keys)`, `onToggle(key, open)`, `onMenu(item, x, y)`,
 * `onKey(event, item)`, `onMove(keys, before)`, `onDrop(numbers, before)`, `onScroll()`.
 */
export class SignalList {
  #values = new Map();

  constructor(container, host, { rowHeight = 26, readOnly = false } = {}) {
    this.container = container;
    this.host = host;
    this.readOnly = readOnly;
    this.mark = h("div", { class: "a6w-drop", hidden: true });
    this.#build(rowHeight);
  }

  #build(rowHeight) {
    this.rowHeight = rowHeight;
    this.tree = new TreeView(this.container, {
      label: "Shown signals", testid: "wave-signals", multiple: true, rowHeight, indent: 0, base: 10, toggleOnClick: false,
      fill: (row, element) => this.#fill(row, element),
      stamp: (row) => `${row.item.number} ${row.item.name ?? ""}`,
      onSelect: (keys) => this.host.onSelect(keys),
      onToggle: (row, expanded) => this.host.onToggle(row.key, expanded),
      onOpen: (row, event) => { if (row.folder && event.type !== "click") this.host.onToggle(row.key, !row.expanded); },
      onMenu: (row, x, y) => this.host.onMenu(row?.item ?? null, x, y),
      onKey: (event, row) => this.host.onKey(event, row?.item ?? null),
    });
    this.container.append(this.mark);
    this.tree.root.addEventListener("scroll", () => this.host.onScroll(), { passive: true });
    this.#enableDrag(this.tree.root);
  }

  /** Show these items. */
  setItems(items) {
    this.items = items;
    this.tree.setRows(items.map((item) => ({
      key: item.key, depth: 0, folder: item.type === "group", expanded: item.open, item, label: this.host.describe(item).label,
    })));
  }

  setRowHeight(rowHeight) {
    if (rowHeight === this.rowHeight) return;
    const { active, selection } = this.tree;
    const keys = selection.keys();
    this.tree.destroy();
    this.#build(rowHeight);
    this.tree.selection.set(keys);
    this.tree.active = active;
    this.setItems(this.items);
  }

  /** Show the values at the cursor: a map from key to `{text, state}`. */
  setValues(values) {
    this.#values = values;
    for (const element of this.tree.list.spacer.children) this.#showValue(element, values.get(element.dataset.key));
  }

  get scrollTop() { return this.tree.root.scrollTop; }
  set scrollTop(top) { this.tree.root.scrollTop = top; }
  get overflows() { return this.tree.root.scrollHeight > this.tree.root.clientHeight + 1; }
  get selected() { return this.tree.selection.keys(); }
  get active() { return this.tree.active; }

  select(key) { this.tree.activate(key); }

  selectAll(keys) {
    this.tree.selection.set(keys);
    if (keys.length) this.tree.activate(keys.at(-1), { keep: true });
    this.host.onSelect(keys);
  }

  /** Let a person type a new name for a row; `onDone(name)` is called unless it stays what it was. */
  rename(key, name, onDone) {
    const label = this.tree.element(key)?.querySelector(".name");
    if (!label || this.readOnly) return;
    const field = h("input", { "class": "a6w-rename", "value": name, "aria-label": "Name of the group", "data-testid": "wave-rename" });
    const finish = (keep) => {
      if (!field.isConnected) return;
      field.replaceWith(label);
      this.tree.focus();
      const typed = field.value.trim();
      if (keep && typed && typed !== name) onDone(typed);
    };
    field.addEventListener("blur", () => finish(true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") finish(event.key === "Enter");
    });
    label.replaceWith(field);
    field.focus();
    field.select();
  }

  #fill(row, element) {
    const { label, title, missing } = this.host.describe(row.item);
    element.append(h("span", { class: "name" }, label));
    element.title = title;
    element.draggable = !this.readOnly;
    element.classList.toggle("missing", missing);
    if (row.folder) return;
    element.append(h("span", { "class": "value none", "data-testid": "wave-value" }));
    this.#showValue(element, this.#values.get(row.key));
  }

  #showValue(element, value) {
    const cell = element.querySelector(".value");
    if (!cell) return;
    const text = value?.text ?? "";
    if (cell.textContent !== text) cell.textContent = text;
    cell.className = `value ${value?.state ?? "none"}`;
    cell.title = text;
  }

  #enableDrag(root) {
    root.addEventListener("dragstart", (event) => {
      const { key } = event.target.closest?.(".a6-row")?.dataset ?? {};
      if (!key || this.readOnly) return;
      if (!this.tree.selection.has(key)) this.tree.activate(key);
      event.dataTransfer.setData(DRAG_ROWS, JSON.stringify(this.selected));
      event.dataTransfer.effectAllowed = "move";
    });
    root.addEventListener("dragover", (event) => this.#onDragOver(event));
    root.addEventListener("dragleave", () => { this.mark.hidden = true; });
    root.addEventListener("dragend", () => { this.mark.hidden = true; });
    root.addEventListener("drop", (event) => this.#onDrop(event));
  }

  #onDragOver(event) {
    const types = event.dataTransfer.types;
    if (this.readOnly || !(types.includes(DRAG_ROWS) || types.includes(DRAG_VARIABLES))) return;
    event.preventDefault();
    this.mark.hidden = false;
    this.mark.style.top = `${this.#gap(event) * this.rowHeight - this.scrollTop - 1}px`;
  }

  #onDrop(event) {
    this.mark.hidden = true;
    const before = this.items[this.#gap(event)]?.key ?? null;
    const rows = event.dataTransfer.getData(DRAG_ROWS);
    const variables = event.dataTransfer.getData(DRAG_VARIABLES);
    if (!rows && !variables) return;
    event.preventDefault();
    if (rows) this.host.onMove(JSON.parse(rows), before);
    else this.host.onDrop(JSON.parse(variables), before);
  }

  // The gap between two rows that is nearest to the pointer.
  #gap(event) {
    const top = event.clientY - this.tree.root.getBoundingClientRect().top + this.scrollTop;
    return Math.max(0, Math.min(this.items.length, Math.round(top / this.rowHeight)));
  }

  destroy() { this.tree.destroy(); }
}
