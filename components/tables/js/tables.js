// Tables of results: sorted by a press on a column, filtered by words, each row leading further.

import { h, installStyle } from "a6hub-kit/dom.js";

import { filterRows, sortRows, stateCounts } from "./model.js";
import { CSS } from "./style.js";

const MANY = 12;

/**
 * Tables are `{title, note, columns: [{title, number}], rows: [{cells, id, state, mark, title, bar}], acts: [{id, label}]}`.
 * Options: `empty`, `emit(event, detail)`. Events: open {id}, act {id}.
 */
export class Tables {
  #views = new Map();

  constructor(container, { empty = "", emit = () => {} }) {
    installStyle("tables", CSS);
    this.emit = emit;
    this.empty = h("p", { class: "a6-tables-empty" }, empty);
    this.root = h("section", { "class": "a6-tables", "aria-label": "Results", "data-testid": "tables", "tabindex": "0" }, this.empty);
    container.append(this.root);
  }

  /** Replace the tables; a table of the same title keeps its order and filter. */
  setTables(tables) {
    const before = this.#views;
    this.#views = new Map();
    for (const table of tables) {
      const view = before.get(table.title) ?? new TableView(this.emit);
      view.set(table);
      this.#views.set(table.title, view);
    }
    const shown = [...this.#views.values()].map((view) => view.root);
    this.root.replaceChildren(...(shown.length ? shown : [this.empty]));
  }

  destroy() { this.root.remove(); }
}

class TableView {
  #table = null;
  #sorted = { column: 0, direction: 0 };

  constructor(emit) {
    this.emit = emit;
    this.title = h("h3", {});
    this.note = h("span", { "class": "note", "role": "status" });
    this.filter = h("input", { "type": "search", "placeholder": "Filter", "aria-label": "Filter rows", "spellcheck": "false",
      "data-testid": "tables-filter", "oninput": () => this.#drawRows() });
    this.acts = h("span", {});
    this.head = h("tr", {});
    this.body = h("tbody", {});
    this.root = h("div", { class: "a6-table" },
      h("div", { class: "a6-table-head" }, this.title, this.note, h("span", { class: "space" }), this.filter, this.acts),
      h("table", {}, h("thead", {}, this.head), this.body));
  }

  set(table) {
    this.#table = table;
    this.title.textContent = table.title;
    const note = table.note || stateCounts(table.rows);
    if (this.note.textContent !== note) this.note.textContent = note;
    this.filter.hidden = table.rows.length < MANY && !this.filter.value;
    this.acts.replaceChildren(...table.acts.map(({ id, label }) =>
      h("button", { "type": "button", "class": "btn", "data-testid": `tables-${id}`, "onclick": () => this.emit("act", { id }) }, label)));
    this.#drawHead();
    this.#drawRows();
  }

  #drawHead() {
    const { column, direction } = this.#sorted;
    const named = { 1: "ascending", [-1]: "descending" };
    this.head.replaceChildren(...this.#table.columns.map(({ title, number }, index) =>
      h("th", { "scope": "col", "class": number ? "number" : null, "aria-sort": index === column && direction ? named[direction] : null },
        h("button", { type: "button", title: `Sort by ${title.toLowerCase()}`, onclick: () => this.#sortBy(index) }, title))));
  }

  #sortBy(index) {
    const { column, direction } = this.#sorted;
    this.#sorted = index === column ? { column, direction: { 0: 1, 1: -1, [-1]: 0 }[direction] } : { column: index, direction: 1 };
    this.#drawHead();
    this.head.children[index].querySelector("button").focus();
    this.#drawRows();
  }

  #drawRows() {
    const { columns, rows } = this.#table;
    const { column, direction } = this.#sorted;
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const shown = sortRows(filterRows(rows, this.filter.value), column, columns[column]?.number, direction);
    this.body.replaceChildren(...shown.map((row) => this.#row(row, columns)));
    if (focused) [...this.body.children].find((row) => row.dataset.id === focused)?.focus();
  }

  #row(row, columns) {
    const cells = row.cells.map((text, index) => this.#cell(row, text, index, columns[index] ?? {}));
    if (!row.id) return h("tr", { title: row.title || null }, cells);
    const open = () => this.emit("open", { id: row.id });
    const element = h("tr", { "tabindex": "0", "data-id": row.id, "data-testid": "tables-row", "title": row.title || null, "onclick": open }, cells);
    element.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
    return element;
  }

  #cell(row, text, index, { number }) {
    const last = index === row.cells.length - 1;
    const bar = last && row.bar !== null && row.bar !== undefined;
    const classes = [number && "number", bar && "bar", last && !number && !bar && "wide"].filter(Boolean).join(" ");
    const parts = [index === 0 && row.state ? h("span", { "class": `dot ${row.state}`, "aria-hidden": "true" }) : null, text,
      index === 0 && row.mark ? h("span", { class: "mark" }, row.mark) : null];
    return h("td", { class: classes || null, style: bar ? `background-size: ${100 * row.bar}% 100%` : null }, parts);
  }
}

export function createTables(container, options) { return new Tables(container, options); }
