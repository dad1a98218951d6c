// The tree of instances of the design.

import { h, installStyle } from "a6hub-kit/dom.js";
import { openMenu } from "a6hub-kit/menu.js";
import { TreeView } from "a6hub-kit/tree_view.js";

import { ancestors, firstOpen, hierarchyRows } from "./model.js";

const CSS = `
.a6-hierarchy { position: relative; height: 100%; min-height: 0; }
.a6-hierarchy-empty { padding: 4px 12px; margin: 0; color: var(--fg-2); line-height: 1.45; }
.a6-hierarchy .unknown .dim { color: var(--warn); }
.a6-hierarchy .right { color: var(--fg-3); }
.a6-hierarchy .current .right, .a6-hierarchy [aria-selected="true"] .right { color: var(--fg-2); }
`;

/**
 * Nodes are `{name, module, file?, line?, top?, unknown?, children?}`.
 * Options: `emit(event, detail)`, `empty`. Events: goto {path, module, file, line, definition}, top {module}.
 */
export class Hierarchy {
  #tops = [];
  #expanded = new Set();
  #touched = false;

  constructor(container, options) {
    installStyle("hierarchy", CSS);
    this.o = { emit() {}, empty: "No module found yet. The instances appear here once a file declares one.", ...options };
    this.empty = h("p", { class: "a6-hierarchy-empty" }, this.o.empty);
    this.root = h("div", { "class": "a6-hierarchy", "data-testid": "hierarchy" }, this.empty);
    container.append(this.root);
    this.tree = new TreeView(this.root, {
      label: "Design hierarchy", testid: "hierarchy-rows", toggleOnClick: false,
      fill: (row, element) => fill(row, element),
      stamp: ({ node }) => `${node.module}\0${Boolean(node.top)}\0${Boolean(node.unknown)}`,
      onOpen: (row) => this.#goto(row),
      onToggle: (row, expanded) => this.#toggle(row.key, expanded),
      onMenu: (row, x, y) => { if (row) this.#openMenu(row, x, y); },
    });
  }

  /** Replace the tree; what the person opened stays open. */
  setTops(tops) {
    this.#tops = tops;
    if (!this.#touched) this.#expanded = firstOpen(tops);
    this.#refresh();
  }

  /** Mark an instance, such as "tb_uart.dut.u_tx". */
  setCurrent(path) {
    for (const each of ancestors(path ?? "")) this.#expanded.add(each);
    this.#refresh();
    this.tree.setCurrent(path);
  }

  focus() { this.tree.focus(); }

  #refresh() {
    const rows = hierarchyRows(this.#tops, this.#expanded);
    this.empty.hidden = rows.length > 0;
    this.tree.setRows(rows);
  }

  #toggle(path, expanded) {
    this.#touched = true;
    if (expanded) this.#expanded.add(path);
    else this.#expanded.delete(path);
    this.#refresh();
  }

  #goto({ key, node }, definition = false) {
    this.o.emit("goto", { path: key, module: node.module, file: node.file ?? null, line: node.line ?? null, definition });
  }

  #openMenu(row, x, y) {
    const items = [
      { id: "goto", label: "Go to instance", shortcut: "Enter" },
      { id: "definition", label: `Go to module ${row.node.module}`, disabled: row.node.unknown },
      row.depth === 0 ? null : { id: "top", label: "Simulate this module as top" },
    ].filter(Boolean);
    openMenu({ items, x, y, label: `Actions for ${row.label}`, onSelect: (id) => {
      if (id === "top") this.o.emit("top", { module: row.node.module });
      else this.#goto(row, id === "definition");
    } });
  }

  destroy() {
    this.tree.destroy();
    this.root.remove();
  }
}

function fill({ label, folder, depth, node }, element) {
  if (!folder) element.append(h("span", { class: "caret" }));
  element.append(h("span", { class: "name" }, label));
  if (node.module && node.module !== label) element.append(h("span", { class: "dim", title: node.module }, node.module));
  if (node.top ?? depth === 0) element.append(h("span", { class: "right" }, "top"));
  if (node.unknown) {
    element.classList.add("unknown");
    element.title = `There is no module ${node.module} in this project.`;
  }
}

/** Build the tree inside `container`. */
export const createHierarchy = (container, options) => new Hierarchy(container, options);
