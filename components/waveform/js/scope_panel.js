// The scopes and variables of the trace, from which signals are added.

import { h } from "a6hub-kit/dom.js";
import { TreeView } from "a6hub-kit/tree_view.js";

import { treeRows } from "./hierarchy.js";

export const DRAG_VARIABLES = "application/x-a6hub-variables";
const MOST_FOUND = 1000;

/** `onAdd(numbers)` adds variables; `isShown(number)` tells which ones are shown already. */
export class ScopePanel {
  #open = new Set();
  #query = "";

  constructor(container, { onAdd, isShown, onClose }) {
    this.onAdd = onAdd;
    this.isShown = isShown;
    this.onClose = onClose;
    this.hierarchy = null;
    this.search = h("input", { "class": "search", "type": "search", "placeholder": "Find signals", "aria-label": "Find signals",
      "data-testid": "wave-search", "oninput": () => this.#find(), "onkeydown": (event) => this.#onSearchKey(event) });
    this.rows = h("div", { class: "rows" });
    this.count = h("span", { "class": "count", "role": "status" });
    this.add = h("button", { "type": "button", "class": "text-btn", "data-testid": "wave-add", "onclick": () => this.#addSelected() }, "Add");
    this.addAll = h("button", { "type": "button", "class": "text-btn", "data-testid": "wave-add-all", "onclick": () => this.#addAll() },
      "Add all in scope");
    this.root = h("div", { "class": "a6w-tree", "role": "group", "aria-label": "Scopes and signals", "hidden": true, "data-testid": "wave-tree" },
      this.search, this.rows, h("div", { class: "foot" }, this.add, this.addAll, this.count));
    container.append(this.root);
    this.tree = new TreeView(this.rows, {
      label: "Scopes and signals", testid: "wave-tree-rows", multiple: true, indent: 14, base: 8, toggleOnClick: false,
      fill: (row, element) => this.#fill(row, element),
      stamp: (row) => (row.folder ? "" : String(this.isShown(row.number))),
      onOpen: (row, event) => this.#onOpen(row, event),
      onToggle: (row, expanded) => this.#toggle(row.scope, expanded),
      onSelect: () => this.#updateButtons(),
      onKey: (event) => this.#onTreeKey(event),
    });
    this.tree.root.addEventListener("dragstart", (event) => this.#onDrag(event));
    this.#updateButtons();
  }

  setHierarchy(hierarchy) {
    this.hierarchy = hierarchy;
    this.#open = new Set(hierarchy.roots.length <= 3 ? hierarchy.roots : []);
    this.refresh();
  }

  /** Draw the rows anew: something was added or removed. */
  refresh() {
    if (!this.hierarchy || this.root.hidden) return;
    const query = this.#query.trim();
    if (query) this.#showFound(query);
    else {
      this.tree.setRows(treeRows(this.hierarchy, this.#open));
      this.count.textContent = `${this.hierarchy.count.toLocaleString("en")} signals`;
    }
    this.#updateButtons();
  }

  get isOpen() { return !this.root.hidden; }

  show(open) {
    this.root.hidden = !open;
    this.refresh();
    if (open) this.search.focus();
  }

  #showFound(query) {
    const { found, total } = this.hierarchy.search(query, MOST_FOUND);
    this.tree.setRows(found.map((number) => ({
      key: `v${number}`, depth: 0, folder: false, label: this.hierarchy.label(number), number, scope: this.hierarchy.scopePath(number),
    })));
    this.count.textContent = total > found.length ? `first ${found.length} of ${total.toLocaleString("en")}` : `${total} found`;
  }

  #find() {
    this.#query = this.search.value;
    this.tree.selection.clear();
    this.refresh();
  }

  #fill(row, element) {
    element.append(h("span", { class: "name" }, row.label));
    if (row.folder) {
      element.append(h("span", { class: "dim" }, this.hierarchy.scopes.kind[row.scope]));
      return;
    }
    element.draggable = true;
    element.classList.toggle("shown", this.isShown(row.number));
    element.append(h("span", { class: "dim right" }, row.scope ?? this.hierarchy.describe(row.number)));
    element.title = `${this.hierarchy.path(row.number)} (${this.hierarchy.describe(row.number)})`;
  }

  // A click selects; Enter or a double click adds.
  #onOpen(row, event) {
    if (event.type === "click" && event.detail < 2) return;
    if (row.folder) this.#toggle(row.scope, !row.expanded);
    else if (event.type === "click" || !this.tree.selection.has(row.key)) this.onAdd([row.number]);
    else this.#addSelected();
  }

  #toggle(scope, expanded) {
    if (expanded) this.#open.add(scope);
    else this.#open.delete(scope);
    this.refresh();
  }

  #selected() {
    return this.tree.rows.filter((row) => this.tree.selection.has(row.key));
  }

  #addSelected() {
    const numbers = this.#selected().flatMap((row) => (row.folder ? this.hierarchy.inScope(row.scope) : [row.number]));
    if (numbers.length) this.onAdd(numbers);
  }

  #addAll() {
    const query = this.#query.trim();
    const row = this.tree.row(this.tree.active);
    if (query) this.onAdd(this.tree.rows.map((each) => each.number));
    else if (row) this.onAdd(row.folder ? this.hierarchy.inScope(row.scope) : this.#siblings(row.number));
  }

  #siblings(number) {
    const scope = this.hierarchy.variables.scope[number];
    return scope < 0 ? [...this.hierarchy.loose] : this.hierarchy.inScope(scope);
  }

  #updateButtons() {
    this.add.disabled = !this.#selected().length;
    this.addAll.disabled = !this.#query.trim() && this.tree.row(this.tree.active) === null;
    this.addAll.textContent = this.#query.trim() ? "Add all found" : "Add all in scope";
  }

  #onSearchKey(event) {
    if (event.key === "Escape" && this.search.value) {
      this.search.value = "";
      this.#find();
    } else if (event.key === "Escape") this.onClose();
    else if (event.key === "ArrowDown" || event.key === "Enter") this.tree.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onTreeKey(event) {
    if (event.key !== "Escape") return false;
    this.onClose();
    return true;
  }

  #onDrag(event) {
    const row = this.tree.row(event.target.closest?.(".a6-row")?.dataset.key);
    if (!row || row.folder) return;
    if (!this.tree.selection.has(row.key)) this.tree.activate(row.key);
    const numbers = this.#selected().filter((each) => !each.folder).map((each) => each.number);
    event.dataTransfer.setData(DRAG_VARIABLES, JSON.stringify(numbers));
    event.dataTransfer.effectAllowed = "copy";
  }

  destroy() { this.tree.destroy(); }
}
