// The waveform viewer: signals of one trace over time, fed by windows over HTTP.

import { debounce, disposer, installStyle, oncePerFrame } from "a6hub-kit/dom.js";
import { isTyping } from "a6hub-kit/keys.js";

import { RULER } from "./canvas.js";
import { COMMANDS } from "./commands.js";
import { CursorValues } from "./cursor_values.js";
import { defaultSignals } from "./defaults.js";
import { pointerHost } from "./hosts.js";
import { ItemList } from "./items.js";
import { commandOf } from "./keys.js";
import { showNote, showToast } from "./notes.js";
import { enablePointer } from "./pointer.js";
import { closeSheet, showProblems } from "./sheet.js";
import { buildShell } from "./shell.js";
import { TraceSource } from "./source.js";
import { applyWidths, rowHeightOf, saveState, stateTimes } from "./state.js";
import { CSS } from "./style.js";
import { levelFor, TileCache, tileRange } from "./tiles.js";
import { Clock } from "./time.js";
import { Viewport } from "./viewport.js";

const SETTLE_MS = 40;
const RETRY_MS = 3000;
const MOST_AT_ONCE = 128;
const MOST_SIGNALS = 5000;

/**
 * Build a viewer inside `container`. Options: `baseUrl` of a trace's routes, `state` as `onState` gave it, `readOnly` (nothing is
 * to be kept: `onState` is not called), `onState(state)`, `onCursor({time, label})`, `onReady({variables, changes})`, `fetch`.
 */
export function createWaveform(container, options = {}) { return new Waveform(container, options); }

export class Waveform {
  #bin = disposer();
  #loads = 0;

  constructor(container, options) {
    installStyle("waveform", CSS);
    const { emit = () => {} } = options;
    this.o = { onState: (state) => emit("state", { state }), onCursor: (cursor) => emit("cursor", cursor),
      onReady: (trace) => emit("ready", trace), readOnly: false, ...options };
    this.view = new Viewport();
    this.clock = new Clock();
    this.items = new ItemList();
    this.source = null;
    this.cursor = this.marker = this.range = null;
    this.values = new CursorValues(this, (error) => showToast(this.parts.wave, error.message));
    this.tiles = new TileCache((...query) => this.source.window(...query), (error) => this.#onTiles(error));
    this.parts = buildShell(container, this);
    this.schedule = oncePerFrame(() => this.#draw());
    this.overlay = oncePerFrame(() => this.#drawOverlay());
    this.settle = debounce(() => this.#want(), SETTLE_MS);
    this.shown = [];
    this.numbers = new Set();
    this.kept = "";
    this.retry = debounce(() => this.#want(), RETRY_MS);
    this.keep = debounce(() => this.#keep(), 300);
    this.speak = debounce((text) => { this.parts.live.textContent = text; }, 400);
    this.#listen();
    this.#note("none");
    if (options.baseUrl) this.load(options.baseUrl, options.state);
  }

  // ---- trace and state ---------------------------------------------------------------------------------------------

  /** Open a trace; without a state what is shown now is kept, matched by name. */
  async load(baseUrl, state = null) {
    this.#loads += 1;
    const number = this.#loads;
    const kept = state ?? (this.source ? this.getState() : this.o.state ?? null);
    const waiting = setTimeout(() => { if (!this.source) this.#note("loading"); }, 150);
    try {
      const source = await new TraceSource(baseUrl, this.o.fetch).open();
      if (number === this.#loads) this.#show(source, kept, state !== null);
    } catch (error) {
      if (number === this.#loads) this.#note("error", { text: error.message, action: { label: "Try again", run: () => this.load(baseUrl, state) } });
    } finally {
      clearTimeout(waiting);
    }
  }

  #show(source, state, isGiven) {
    this.source = source;
    this.clock = source.clock;
    this.tiles.clear();
    this.values.clear();
    this.view.setRange(this.clock.start, this.clock.end);
    this.view.fit();
    this.parts.panel.setHierarchy(source.hierarchy);
    this.parts.bar.showProblems(source.problemCount);
    if (state?.items) this.setState(state);
    // Another testbench has other signals: what was shown for the one before would be a list of missing ones.
    if (!state?.items || (!isGiven && !this.numbers.size)) this.#showDefaults();
    this.kept = JSON.stringify(this.getState());
    this.#draw();
    this.#want();
    this.o.onReady({ variables: source.hierarchy.count, changes: source.changes });
  }

  #showDefaults() {
    const { hierarchy } = this.source;
    this.items.load([]);
    for (const { scope, variables } of defaultSignals(hierarchy)) {
      this.items.addToGroup(scope < 0 ? "" : hierarchy.scopePaths[scope], variables.map((number) => this.signal(number)));
    }
    this.cursor = this.clock.start;
    this.marker = null;
    this.itemsChanged();
    const first = this.items.signals[0];
    if (first) this.parts.list.select(first.key);
  }

  /** Return what is shown, to be given to `load` or `setState` later. */
  getState() {
    const { list, panel, root } = this.parts;
    return saveState({ ...this, active: list.active, rowHeight: list.rowHeight, treeOpen: panel.isOpen, root });
  }

  /** Show what a state says; signals that this trace does not have stay in the list, marked as missing. */
  setState(state) {
    this.items.load(state.items);
    this.items.resolve(this.source?.hierarchy);
    applyWidths(state, this.parts.root);
    const times = stateTimes(state, this.clock);
    this.cursor = times.cursor;
    this.marker = times.marker;
    this.parts.list.setRowHeight(rowHeightOf(state));
    if (times.view) this.view.show(times.view.t0, times.view.t1);
    this.parts.panel.root.hidden = state.treeOpen !== true;
    this.parts.bar.signals.setAttribute("aria-expanded", String(state.treeOpen === true));
    this.itemsChanged();
    const selected = this.items.items[state.selected];
    if (selected) this.parts.list.select(selected.key);
  }

  /** Add variables by their full names; return how many the trace has. */
  addVariables(paths) {
    const found = paths.map((path) => this.source?.hierarchy.find(path)).filter((number) => number !== undefined);
    this.add(found, false);
    return found.length;
  }

  /** Move the cursor to a time in ticks, given as text or number. */
  setCursor(ticks) { if (this.source) this.moveCursor(this.clock.time(String(ticks)), { reveal: true, quiet: true }); }

  // ---- changes -----------------------------------------------------------------------------------------------------

  run(command) {
    if (!this.source && !["help", "toggleTree", "escape"].includes(command)) return;
    Promise.resolve(COMMANDS[command](this)).catch((error) => showToast(this.parts.wave, error.message));
  }

  add(wanted, select = true) {
    this.items.remember();
    const numbers = wanted.slice(0, Math.max(0, MOST_SIGNALS - this.items.items.length));
    if (numbers.length < wanted.length) showToast(this.parts.wave, `Only ${MOST_SIGNALS} signals can be shown at once.`, "notice");
    const groups = new Map();
    for (const number of numbers) {
      const scope = this.source.hierarchy.scopePath(number);
      if (!groups.has(scope)) groups.set(scope, []);
      groups.get(scope).push(this.signal(number));
    }
    const keys = [...groups].flatMap(([scope, signals]) => this.items.addToGroup(scope, signals));
    this.itemsChanged();
    if (keys.length && select) this.parts.list.selectAll(keys);
  }

  signal(number) { return { path: this.source.hierarchy.path(number), number }; }

  itemsChanged() {
    this.shown = this.items.visible();
    this.numbers = new Set(this.items.signals.map((item) => item.number).filter((number) => number >= 0));
    this.parts.list.setItems(this.shown);
    this.parts.panel.refresh();
    this.#noteItems();
    this.viewChanged();
    this.askValues();
  }

  viewChanged() {
    this.schedule();
    this.overlay();
    this.changed();
  }

  /** Something that is kept has changed. */
  changed() { this.keep(); }

  #keep() {
    if (this.o.readOnly || !this.source) return;
    const state = this.getState();
    const text = JSON.stringify(state);
    if (text === this.kept) return;
    this.kept = text;
    this.o.onState(state);
  }

  moveCursor(time, { reveal = false, quiet = false } = {}) {
    this.cursor = Math.max(this.clock.start, Math.min(this.clock.end, time));
    if (reveal) {
      this.view.reveal(this.cursor);
      this.schedule();
    }
    this.overlay();
    this.changed();
    this.askValues();
    if (!quiet) this.o.onCursor({ time: this.clock.ticks(this.cursor), label: this.clock.label(this.cursor) });
  }

  moveMarker(time) {
    this.marker = time === null ? null : Math.max(this.clock.start, Math.min(this.clock.end, time));
    this.overlay();
    this.changed();
  }

  renameGroup(group, name) {
    this.items.remember();
    group.name = name;
    this.itemsChanged();
  }

  setRowHeight(height) {
    this.parts.list.setRowHeight(height);
    this.viewChanged();
  }

  showTree(open) {
    if (open === this.parts.panel.isOpen) return open && this.parts.panel.search.focus();
    this.parts.panel.show(open);
    this.parts.bar.signals.setAttribute("aria-expanded", String(open));
    if (!open) this.parts.stage.focus({ preventScroll: true });
    this.changed();
    return undefined;
  }

  showProblems() { showProblems(this.parts.root, this.source.problems, this.source.problemCount); }

  say(text) { this.speak(text); }

  get activeItem() { return this.items.get(this.parts.list.active); }

  // ---- drawing and data --------------------------------------------------------------------------------------------

  rows() {
    const { list, canvas } = this.parts;
    const selected = new Set(list.selected);
    const height = list.rowHeight;
    const first = Math.max(0, Math.floor(list.scrollTop / height));
    const last = Math.ceil((list.scrollTop + canvas.height - RULER) / height);
    return this.shown.slice(first, last).map((item, index) => ({
      item, top: RULER + (first + index) * height - list.scrollTop, height, selected: selected.has(item.key) }));
  }

  get level() { return levelFor(this.view.perPixel, this.parts.canvas.ratio); }

  #draw() {
    if (!this.source || !this.parts.canvas.width) return;
    const { hierarchy } = this.source;
    const level = this.level;
    this.parts.canvas.draw({
      view: this.view, clock: this.clock, rows: this.rows(),
      piecesOf: (item, t0, t1) => this.tiles.pieces(level, hierarchy.canonical[item.number], t0, t1),
      formOf: (item) => hierarchy.form(item.number),
    });
    this.settle();
  }

  #drawOverlay() {
    if (!this.source) return;
    const { cursor, marker, view, clock } = this;
    this.parts.canvas.drawOverlay({ view, clock, cursor, marker, range: this.range });
    this.parts.map.draw(cursor, marker);
    this.parts.bar.showInfo({ changes: this.source.changes, cursor, marker, clock });
  }

  variablesOf(items) {
    return [...new Set(items.filter((item) => item.type === "signal" && item.number >= 0).map((item) => this.source.hierarchy.canonical[item.number]))];
  }

  #want() {
    if (!this.source || !this.parts.canvas.width) return;
    const variables = this.variablesOf(this.shown.length <= MOST_AT_ONCE ? this.shown : this.rows().map((row) => row.item));
    if (!variables.length) return;
    const level = this.level;
    const [from, to] = tileRange(level, this.clock.start, this.clock.end);
    const [first, last] = tileRange(level, this.view.t0, this.view.t1);
    const indexes = [];
    for (let index = Math.max(from, first); index <= Math.min(to, last); index += 1) indexes.push(index);
    const missing = indexes.some((index) => variables.some((variable) => !this.tiles.get(level, index, variable)));
    // The neighbours come when what is in view is there.
    if (!missing) indexes.push(...[first - 1, last + 1].filter((index) => index >= from && index <= to));
    this.tiles.want(level, indexes, variables);
  }

  #onTiles(error) {
    showToast(this.parts.wave, error?.message ?? null);
    if (!error) this.schedule();
    else this.retry();
  }

  askValues() { this.values.ask(this.rows().map((row) => row.item)); }

  #note(name, more) {
    showNote(this.parts.note, name, more);
    if (name !== null && !this.source) this.parts.bar.info.textContent = "";
  }

  #noteItems() {
    if (!this.source) return;
    if (!this.source.hierarchy.count) this.#note("void");
    else if (!this.items.items.length) this.#note("empty", { action: { label: "Find signals", run: () => this.showTree(true) } });
    else this.#note(null);
  }

  // ---- input -------------------------------------------------------------------------------------------------------

  #listen() {
    const { root, stage, wave } = this.parts;
    enablePointer(stage, pointerHost(this), this.#bin);
    this.#bin.listen(root, "keydown", (event) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const command = commandOf(event, event.target === stage);
      if (!command || (command === "escape" && !this.parts.panel.isOpen)) return;
      event.preventDefault();
      event.stopPropagation();
      this.run(command);
    });
    this.#bin.listen(window, "pagehide", () => this.keep.flush());
    const sizes = new ResizeObserver(() => this.#resize());
    sizes.observe(wave);
    const theme = new MutationObserver(() => this.viewChanged());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    const system = matchMedia("(prefers-color-scheme: light)");
    this.#bin.listen(system, "change", () => this.viewChanged());
    document.fonts?.ready.then(() => this.schedule());
    this.#bin.add(() => sizes.disconnect(), () => theme.disconnect());
  }

  #resize() {
    const { clientWidth, clientHeight } = this.parts.stage;
    if (!clientWidth || !clientHeight) return;
    this.parts.canvas.resize(clientWidth, clientHeight);
    this.view.setWidth(clientWidth);
    this.#draw();
    this.#drawOverlay();
    this.askValues();
  }

  focus() { this.parts.stage.focus(); }

  destroy() {
    this.#loads += 1;
    for (const pending of [this.schedule, this.overlay, this.settle, this.retry, this.keep, this.speak]) pending.cancel();
    closeSheet();
    this.tiles.clear();
    this.parts.list.destroy();
    this.parts.panel.destroy();
    this.#bin.dispose();
    this.parts.root.remove();
  }
}
