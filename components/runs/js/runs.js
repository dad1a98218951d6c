// The list of runs: state, progress, and what can be done with each.

import { disposer, h, iconButton, installStyle } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { openMenu } from "a6hub-kit/menu.js";
import { TreeView } from "a6hub-kit/tree_view.js";

import { actionsOf, comparedWith, detailOf, isLive, markOf, newestFirst, titleOf } from "./model.js";

const CSS = `
.a6-runs { position: relative; height: 100%; min-height: 0; }
.a6-runs-empty { padding: 4px 12px; margin: 0; color: var(--fg-2); line-height: 1.45; }
.a6-runs .mark { width: 10px; height: 10px; border-radius: 50%; flex: none; margin-right: 2px; }
.a6-runs .mark.ok { background: var(--ok); }
.a6-runs .mark.err { background: var(--err); }
.a6-runs .mark.off { border: 2px solid var(--fg-decor); }
.a6-runs .mark.wait { border: 2px dotted var(--fg-2); }
.a6-runs .mark.live { border: 2px solid var(--accent); background: linear-gradient(90deg, var(--accent) 50%, transparent 50%); animation: a6-turn 1.6s linear infinite; }
@keyframes a6-turn { to { transform: rotate(1turn); } }
.a6-runs .right { color: var(--fg-3); }
.a6-runs [aria-selected="true"] .right { color: var(--fg-2); }
.a6-runs .from { flex: none; padding: 0 5px; border-radius: 8px; background: var(--bg-3); color: var(--fg-2); font: 10.5px/16px var(--mono); }
.a6-runs .pin { color: var(--fg-2); flex: none; display: inline-flex; }
.a6-runs .act + .act { margin-left: 2px; }
.a6-runs .act { display: none; margin: 0 -6px 0 auto; width: 20px; height: 20px; }
.a6-runs .a6-row:hover .act, .a6-runs .a6-row.active .act { display: inline-grid; }
.a6-runs .a6-row:hover .act + .right, .a6-runs .a6-row.active .act + .right { margin-left: 8px; }
@media (pointer: coarse) { .a6-runs .from { flex: none; padding: 0 5px; border-radius: 8px; background: var(--bg-3); color: var(--fg-2); font: 10.5px/16px var(--mono); }
.a6-runs .pin { color: var(--fg-2); flex: none; display: inline-flex; }
.a6-runs .act + .act { margin-left: 2px; }
.a6-runs .act { display: inline-grid; } .a6-runs .act + .right { margin-left: 8px; } }
`;
const TICK_MS = 1000;

/**
 * Runs are `{id, number, flow, state, top?, detail?, progress?, duration_s?, started_at?, waits?, source?, pinned?}`.
 * Options: `emit(event, detail)`, `empty`, `may` ({run, pin, reproduce}). Events, each with {id}: open, page, cancel, rerun, pin, reproduce, download;
 * and compare {a, b} with the numbers of two runs.
 */
export class Runs {
  #runs = new Map();
  #bin = disposer();
  #timer = 0;

  constructor(container, options) {
    installStyle("runs", CSS);
    this.o = { emit() {}, may: { run: true }, empty: "Nothing has run yet. Press Ctrl Enter to simulate.", ...options };
    this.empty = h("p", { class: "a6-runs-empty" }, this.o.empty);
    this.live = h("div", { "class": "visually-hidden", "role": "status", "data-testid": "runs-live" });
    this.root = h("div", { "class": "a6-runs", "data-testid": "runs" }, this.empty, this.live);
    container.append(this.root);
    this.tree = new TreeView(this.root, {
      label: "Runs", testid: "run-rows", multiple: true,
      fill: (row, element) => this.#fill(row.run, element),
      stamp: ({ run }) => `${run.state}\0${run.flow}\0${detailOf(run)}\0${run.source ?? ""}\0${Boolean(run.pinned)}`,
      onOpen: (row) => this.o.emit("open", { id: row.key }),
      onMenu: (row, x, y) => { if (row) this.#openMenu(row.run, x, y); },
      onKey: (event, row) => this.#onKey(event, row),
    });
    this.#bin.add(() => clearInterval(this.#timer));
  }

  /** Replace the list. */
  setRuns(runs) {
    this.#runs = new Map(runs.map((run) => [run.id, run]));
    this.#refresh();
  }

  /** Add a run or change the fields it names. */
  upsert(run) {
    const before = this.#runs.get(run.id);
    const after = { ...before, ...run };
    this.#runs.set(run.id, after);
    if (before && isLive(before) && !isLive(after)) this.live.textContent = `Run ${after.number}, ${after.flow}: ${after.state}`;
    this.#refresh();
  }

  setCurrent(id) { this.tree.setCurrent(id); }
  focus() { this.tree.focus(); }

  #refresh() {
    const runs = newestFirst(this.#runs.values());
    this.empty.hidden = runs.length > 0;
    this.tree.setRows(runs.map((run) => ({ key: run.id, depth: 0, folder: false, label: `#${run.number} ${run.flow}`, run })));
    clearInterval(this.#timer);
    if (runs.some((run) => run.state === "running")) this.#timer = setInterval(() => this.tree.list.draw(), TICK_MS);
  }

  #fill(run, element) {
    element.append(h("span", { class: `mark ${markOf(run)}`, role: "img", "aria-label": run.state }),
      h("span", { class: "name" }, `#${run.number} ${run.flow}`));
    if (run.source) element.append(h("span", { "class": "from", "title": `The stored result of run #${run.source}`, "data-testid": "run-source" }, `from #${run.source}`));
    if (run.pinned) element.append(h("span", { class: "pin", role: "img", "aria-label": "pinned" }, icon("pin", 12)));
    if (this.o.may.run) element.append(this.#mainButton(run));
    element.append(iconButton("more", `Actions for run ${run.number}`, (event) => this.#openMenu(run, event.clientX, event.clientY),
      { "class": "icon-btn act", "tabindex": "-1", "data-testid": "run-more" }));
    element.append(h("span", { class: "right" }, detailOf(run)));
    element.title = titleOf(run);
  }

  #mainButton(run) {
    const again = run.state === "dead" ? `Try run ${run.number} again` : `Run ${run.number} again`;
    const [id, label, name] = isLive(run) ? ["cancel", `Cancel run ${run.number}`, "stop"] : ["rerun", again, "refresh"];
    return iconButton(name, label, () => this.o.emit(id, { id: run.id }), { "class": "icon-btn act", "tabindex": "-1", "data-testid": `run-${id}` });
  }

  #onKey(event, row) {
    if (!row || event.key !== "Delete" || !isLive(row.run)) return false;
    this.o.emit("cancel", { id: row.key });
    return true;
  }

  #openMenu(run, x, y) {
    const selected = this.tree.selection.keys().map((key) => this.#runs.get(key)).filter(Boolean);
    openMenu({ items: actionsOf(run, selected, this.o.may), x, y, label: `Actions for run ${run.number}`, onSelect: (id) => this.#act(id, run, selected) });
  }

  #act(id, run, selected) {
    if (id !== "compare") { this.o.emit(id, { id: run.id }); return; }
    const pair = comparedWith(run, selected, this.#runs.values());
    if (pair) this.o.emit("compare", { a: pair[0], b: pair[1] });
    else this.live.textContent = "There is no earlier run to compare with.";
  }

  destroy() {
    this.#bin.dispose();
    this.tree.destroy();
    this.root.remove();
  }
}

/** Build the list inside `container`. */
export const createRuns = (container, options) => new Runs(container, options);
