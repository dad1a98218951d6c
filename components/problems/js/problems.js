// The list of diagnostics: grouped by file, filtered, each leading to its place.

import { h, installStyle } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { TreeView } from "a6hub-kit/tree_view.js";

import { problemDetail } from "./detail.js";
import { countBySeverity, filterProblems, problemRows, SEVERITIES, sourcesOf, summary } from "./model.js";
import { CSS } from "./style.js";

const ICON = { error: "error", warning: "warning", info: "info" };

/**
 * Diagnostics are `{severity, message, file?, line?, column?, source?, code?, kind?, cause?, hint?, raw?}`.
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
    this.tools = h("select", { "aria-label": "Tool", "hidden": true, "data-testid": "problems-tool", "onchange": () => this.#refresh() });
    this.rows = h("div", { class: "a6-problems-rows" });
    this.detail = h("aside", { "class": "a6-problem", "aria-label": "Explanation", "tabindex": "0", "hidden": true, "data-testid": "problem-detail" });
    this.body = h("div", { class: "a6-problems-body bare" }, this.rows, this.detail);
    this.empty = h("div", { class: "a6-problems-empty" });
    this.root = h("section", { "class": "a6-problems", "aria-label": "Problems", "data-testid": "problems" },
      h("div", { class: "a6-problems-bar" }, [...this.toggles.values()], this.tools, this.input), this.body, this.live);
    container.append(this.root);
    this.tree = new TreeView(this.rows, {
      label: "Problems", testid: "problem-rows", indent: 18,
      fill: (row, element) => (row.folder ? fillFile(row, element) : fillProblem(row, element)),
      stamp: (row) => (row.folder ? row.count : `${row.problem.severity}${row.problem.line}${row.label}`),
      onOpen: (row) => this.#goto(row.problem),
      onSelect: ([key]) => this.#explain(this.tree.row(key)?.problem ?? null),
      onToggle: (row, expanded) => this.#setOpen(row.file, expanded),
    });
    this.rows.append(this.empty);
    this.#refresh();
  }

  /** Replace the list. */
  setProblems(problems) {
    const before = summary(this.#problems);
    this.#problems = problems;
    this.#drawTools();
    this.#refresh();
    this.#explain(worstExplained(problems));
    if (summary(problems) !== before) this.live.textContent = summary(problems);
  }

  focus() { this.tree.focus(); }

  #goto(problem) {
    if (problem.file) this.emit("goto", { file: problem.file, line: problem.line ?? 1, column: problem.column ?? null });
  }

  #explain(problem) {
    this.detail.hidden = !problem;
    this.body.classList.toggle("bare", !problem);
    this.detail.replaceChildren(...(problem ? problemDetail(problem, () => this.#goto(problem)) : []));
    this.detail.scrollTop = 0;
  }

  #drawTools() {
    const sources = sourcesOf(this.#problems);
    const before = this.tools.value;
    this.tools.hidden = sources.length < 2;
    this.tools.replaceChildren(h("option", { value: "" }, "All tools"), ...sources.map((source) => h("option", { value: source, selected: source === before }, source)));
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
    const shown = filterProblems(this.#problems, this.input.value, this.#hidden, this.tools.value);
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
    h("span", { class: "name message", title: hint ? `${message}\n${hint}` : message }, message.split("\n", 1)[0]),
    h("span", { class: "source" }, [source, code].filter(Boolean).join(" ")));
  if (line) element.append(h("span", { class: "place right" }, column ? `Ln ${line}, Col ${column}` : `Ln ${line}`));
}

/** Build the list inside `container`. */
export const createProblems = (container, options) => new Problems(container, options);

// The first error with an explanation is what a person looks for.
function worstExplained(problems) {
  const rank = ({ severity, hint }) => SEVERITIES.indexOf(severity) * 2 + (hint ? 0 : 1);
  return [...problems].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
