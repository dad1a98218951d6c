// The list of diagnostics: grouped by file, filtered, each leading to its place.

import { h, installStyle } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { TreeView } from "a6hub-kit/tree_view.js";

import { countBySeverity, filterProblems, problemRows, SEVERITIES, summary } from "./model.js";

const CSS = `
.a6-problems { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--bg-0); }
.a6-problems-bar { display: flex; align-items: center; gap: 6px; height: 30px; flex: none; padding: 0 8px 0 12px; border-bottom: 1px solid var(--line); }
.a6-problems-bar input { width: 220px; max-width: 50%; height: 22px; padding: 0 7px; border: 1px solid var(--line-strong); border-radius: 5px;
  background: var(--bg-0); color: var(--fg-0); font: 12px var(--font); margin-left: auto; }
.a6-problems-toggle { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 7px; border: 0; border-radius: 5px;
  background: none; color: var(--fg-2); font: 12px var(--font); cursor: pointer; }
.a6-problems-toggle:hover { background: var(--bg-2); color: var(--fg-0); }
.a6-problems-toggle[aria-pressed="false"] { color: var(--fg-3); text-decoration: line-through; }
.a6-problems-toggle[aria-pressed="false"] .icon { opacity: .5; }
.a6-problems .sev-error { color: var(--err); }
.a6-problems .sev-warning { color: var(--warn); }
.a6-problems .sev-info { color: var(--accent); }
.a6-problems-body { position: relative; flex: 1; min-height: 0; padding-top: 2px; }
.a6-problems .a6-row .place { font: 11px var(--mono); color: var(--fg-3); flex: none; }
.a6-problems .a6-row .message { color: var(--fg-1); }
.a6-problems .a6-row[aria-selected="true"] .message { color: var(--fg-0); }
.a6-problems .a6-row .source { font: 11px var(--mono); color: var(--fg-3); flex: none; }
.a6-problems-empty { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 8px; color: var(--fg-2); pointer-events: none; }
.a6-problems-empty .icon { color: var(--ok); }
`;
const ICON = { error: "error", warning: "warning", info: "info" };

/**
 * Diagnostics are `{severity, message, file?, line?, column?, source?, code?, hint?}`.
 * Options: `emit(event, detail)`. Events: goto {file, line, column}.
 */
export class Problems {
  #problems = [];
  #closed = new Set();
  #hidden = new Set();

  constructor(container, { emit = () => {} }) {
    installStyle("problems", CSS);
    this.emit = emit;
    this.live = h("div", { "class": "visually-hidden", "role": "status", "aria-live": "polite", "data-testid": "problems-live" });
    this.input = h("input", { "type": "search", "aria-label": "Filter problems", "placeholder": "Filter", "spellcheck": "false",
      "data-testid": "problems-filter", "oninput": () => this.#refresh() });
    this.toggles = new Map(SEVERITIES.map((severity) => [severity, this.#toggle(severity)]));
    this.body = h("div", { class: "a6-problems-body" });
    this.empty = h("div", { class: "a6-problems-empty" });
    this.root = h("section", { "class": "a6-problems", "aria-label": "Problems", "data-testid": "problems" },
      h("div", { class: "a6-problems-bar" }, [...this.toggles.values()], this.input), this.body, this.live);
    container.append(this.root);
    this.tree = new TreeView(this.body, {
      label: "Problems", testid: "problem-rows", indent: 18,
      fill: (row, element) => (row.folder ? fillFile(row, element) : fillProblem(row, element)),
      stamp: (row) => (row.folder ? row.count : `${row.problem.severity}${row.problem.line}${row.label}`),
      onOpen: (row) => this.#goto(row.problem),
      onToggle: (row, expanded) => this.#setOpen(row.file, expanded),
    });
    this.body.append(this.empty);
    this.#refresh();
  }

  /** Replace the list. */
  setProblems(problems) {
    const before = summary(this.#problems);
    this.#problems = problems;
    this.#refresh();
    if (summary(problems) !== before) this.live.textContent = summary(problems);
  }

  focus() { this.tree.focus(); }

  #goto(problem) {
    if (problem.file) this.emit("goto", { file: problem.file, line: problem.line ?? 1, column: problem.column ?? null });
  }

  #setOpen(file, open) {
    if (open) this.#closed.delete(file);
    else this.#closed.add(file);
    this.#refresh();
  }

  #toggle(severity) {
    const names = { error: "Errors", warning: "Warnings", info: "Notes" };
    const button = h("button", { "type": "button", "class": "a6-problems-toggle", "aria-pressed": "true", "title": `Show or hide ${names[severity].toLowerCase()}`,
      "data-testid": `problems-${severity}`, "onclick": () => this.#flip(severity) },
    h("span", { class: `sev-${severity}` }, icon(ICON[severity], 14)), h("span", { class: "visually-hidden" }, names[severity]),
    h("span", { class: "number" }, "0"));
    return button;
  }

  #flip(severity) {
    if (!this.#hidden.delete(severity)) this.#hidden.add(severity);
    this.#refresh();
  }

  #refresh() {
    const counts = countBySeverity(this.#problems);
    for (const [severity, button] of this.toggles) {
      button.querySelector(".number").textContent = counts[severity];
      button.setAttribute("aria-pressed", String(!this.#hidden.has(severity)));
    }
    const shown = filterProblems(this.#problems, this.input.value, this.#hidden);
    this.tree.setRows(problemRows(shown, this.#closed));
    this.empty.hidden = shown.length > 0;
    if (this.#problems.length) this.empty.replaceChildren("Nothing matches the filter.");
    else this.empty.replaceChildren(icon("check", 20), "No problems");
  }

  destroy() {
    this.tree.destroy();
    this.root.remove();
  }
}

function fillFile({ label, file, count }, element) {
  const slash = label.lastIndexOf("/");
  element.append(h("span", { class: "name" }, label.slice(slash + 1)));
  if (slash > 0) element.append(h("span", { class: "dim" }, file.slice(0, slash)));
  element.append(h("span", { class: "count" }, String(count)));
}

function fillProblem({ problem }, element) {
  const { severity, message, line, column, source, code, hint } = problem;
  element.append(
    h("span", { class: `sev-${severity}` }, icon(ICON[severity] ?? "info", 14), h("span", { class: "visually-hidden" }, `${severity}: `)),
    h("span", { class: "name message", title: hint ? `${message}\n${hint}` : message }, message),
    h("span", { class: "source" }, [source, code].filter(Boolean).join(" ")));
  if (line) element.append(h("span", { class: "place right" }, column ? `Ln ${line}, Col ${column}` : `Ln ${line}`));
}

/** Build the list inside `container`. */
export const createProblems = (container, options) => new Problems(container, options);
