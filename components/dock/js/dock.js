// The layout of the IDE page: rail, side, editor and panel, with sizes that are remembered.

import { debounce, disposer, h, iconButton, installStyle } from "a6hub-kit/dom.js";

import { Panel } from "./panel.js";
import { Side } from "./side.js";
import { createSplitter } from "./splitter.js";
import { BAR, clamp, initialState, PANEL, panelLimits, restoreState, SIDE, sideLimits } from "./state.js";
import { CSS } from "./style.js";

/**
 * Options: `key` (names what is remembered), `layout` (what the account remembers), `emit(event, detail)`,
 * `rail` `[{id, icon, label, view, section?}]`, `views` `[{id, sections: [{id, title, weight?, actions?}]}]`, `panels` `[{id, title}]`.
 * `regions` of the handle maps `main`, `rail-end`, `section-<id>` and `panel-<id>` to elements for the caller to fill.
 * Events: layout (the state, at rest), action {section, id}, panel {id}, view {id}.
 */
export class Dock {
  #o;
  #bin = disposer();
  #save;

  constructor(container, options) {
    installStyle("dock", CSS);
    this.#o = { key: "", rail: [], views: [], panels: [], emit() {}, ...options };
    this.state = restoreState(this.#o, readStored(this.#storageKey()), this.#o.layout);
    this.side = new Side(this, this.#o.views);
    this.panel = new Panel(this, this.#o.panels);
    this.editor = h("div", { class: "a6-dock-editor" });
    this.main = h("div", { class: "a6-dock-main", id: "main", tabindex: "-1" });
    this.#buildSplitters();
    this.main.append(this.editor, this.panelSplitter.element, this.panel.element);
    this.root = h("div", { "class": "a6-dock", "data-testid": "dock" }, this.#buildRail(), this.side.element, this.sideSplitter.element, this.main);
    container.append(this.root);
    this.regions = { "main": this.editor, "rail-end": this.railEnd, ...this.side.regions, ...this.panel.regions };
    this.#save = debounce(() => this.#store(), 400);
    const observer = new ResizeObserver(() => this.apply());
    observer.observe(this.root);
    this.#bin.add(() => observer.disconnect(), () => this.#save.flush());
    this.#bin.listen(window, "pagehide", () => this.#save.flush());
    this.apply();
  }

  emit(event, detail) { this.#o.emit(event, detail); }

  // ---- rail ---------------------------------------------------------------------------------------------------------

  #buildRail() {
    this.railButtons = this.#o.rail.map((item) => {
      const button = iconButton(item.icon, item.label, () => this.#onRail(item), { "class": "a6-rail-btn", "data-testid": `rail-${item.id}` });
      return { item, button };
    });
    this.railEnd = h("div", { class: "a6-rail-end" });
    const nav = h("nav", { "class": "a6-dock-rail", "aria-label": "Views", "onkeydown": (event) => this.#onRailKey(event) },
      this.railButtons.map(({ button }) => button), this.railEnd);
    return nav;
  }

  #onRail(item) {
    const { state } = this;
    const shown = state.sideOpen && state.view === item.view;
    if (shown && this.#leads(item)) this.toggleSide(false);
    else if (item.section) this.showSection(item.section);
    else this.setView(item.view);
    this.emit("view", { id: item.id });
  }

  // The first button of a view stands for it: it is lit while the view is shown, and hides the side when pressed again.
  #leads(item) { return this.#o.rail.find((each) => each.view === item.view) === item; }

  #onRailKey(event) {
    const buttons = this.railButtons.map(({ button }) => button);
    const index = buttons.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || index < 0) return;
    event.preventDefault();
    buttons[(index + step + buttons.length) % buttons.length].focus();
  }

  /** Show a view of the side. */
  setView(id) {
    this.state.view = id;
    this.toggleSide(true);
  }

  /** Show a section of the side, opened and with the keyboard in it. */
  showSection(id) {
    this.state.view = this.side.viewWith(id) ?? this.state.view;
    this.state.sections[id].open = true;
    this.toggleSide(true);
    this.regions[`section-${id}`].querySelector('[tabindex="0"], input, button')?.focus();
  }

  // ---- sizes --------------------------------------------------------------------------------------------------------

  #buildSplitters() {
    this.sideSplitter = createSplitter({
      vertical: true, label: "Width of the side bar", testid: "split-side",
      size: () => (this.state.sideOpen ? this.#sideWidth() : 0), limits: () => sideLimits(this.root.clientWidth),
      onMove: (size) => this.#resizeSide(size), onEnd: () => this.changed(), onToggle: () => this.toggleSide(),
      onReset: () => this.#reset("side", SIDE.standard, "sideOpen"),
    });
    this.panelSplitter = createSplitter({
      vertical: false, sign: -1, label: "Height of the panel", testid: "split-panel",
      size: () => this.panel.element.offsetHeight - BAR, limits: () => panelLimits(this.main.clientHeight),
      onMove: (size) => this.#resizePanel(size), onEnd: () => this.changed(), onToggle: () => this.togglePanel(),
      onReset: () => this.#reset("panel", PANEL.standard, "panelOpen"),
    });
    this.#bin.add(() => this.sideSplitter.destroy(), () => this.panelSplitter.destroy());
  }

  #sideWidth() { return clamp(this.state.side, sideLimits(this.root.clientWidth || innerWidth)); }

  #resizeSide(size) {
    this.state.sideOpen = size > SIDE.minimum / 2;
    if (this.state.sideOpen) this.state.side = clamp(size, sideLimits(this.root.clientWidth));
    this.apply();
  }

  #resizePanel(size) {
    this.state.panelMax = false;
    this.state.panelOpen = size > PANEL.minimum / 2;
    if (this.state.panelOpen) this.state.panel = clamp(size, panelLimits(this.main.clientHeight));
    this.apply();
  }

  #reset(key, size, open) {
    Object.assign(this.state, { [key]: size, [open]: true, panelMax: false });
    this.apply();
    this.changed();
  }

  toggleSide(open = !this.state.sideOpen) {
    this.state.sideOpen = open;
    this.apply();
    this.changed();
  }

  togglePanel(open = !this.state.panelOpen) {
    this.state.panelOpen = open;
    this.apply();
    this.changed();
  }

  toggleMaximized() {
    this.state.panelMax = !(this.state.panelMax && this.state.panelOpen);
    this.state.panelOpen = true;
    this.apply();
    this.changed();
  }

  /** Show a tab of the panel. */
  setPanel(id) {
    if (!(`panel-${id}` in this.regions)) return;
    Object.assign(this.state, { tab: id, panelOpen: true });
    this.apply();
    this.changed();
  }

  setBadge(id, text, severity) { this.panel.setBadge(id, text, severity); }
  setStatus(text) { this.panel.setStatus(text); }
  setNote(section, text) { this.side.setNote(section, text); }

  /** Forget all sizes. */
  reset() {
    this.state = restoreState(this.#o, { ...initialState(this.#o), tab: this.state.tab });
    this.apply();
    this.changed();
  }

  /** Bring the elements in line with the state. */
  apply() {
    const { sideOpen, panelOpen, panelMax, view } = this.state;
    this.side.element.hidden = !sideOpen;
    this.side.element.style.width = `${this.#sideWidth()}px`;
    const height = clamp(this.state.panel, panelLimits(this.main.clientHeight || innerHeight));
    const full = panelMax && panelOpen;
    this.editor.hidden = full;
    this.panelSplitter.element.hidden = full;
    this.panel.element.style.flex = full ? "1 1 0" : panelOpen ? `0 0 ${height + BAR}px` : `0 0 ${BAR}px`;
    this.side.apply();
    this.panel.apply();
    for (const { item, button } of this.railButtons) {
      button.setAttribute("aria-pressed", String(sideOpen && item.view === view && this.#leads(item)));
    }
    this.sideSplitter.update();
    this.panelSplitter.update();
  }

  // ---- what is remembered -------------------------------------------------------------------------------------------

  changed() {
    this.state.at = Date.now();
    this.#save();
  }

  #storageKey() { return this.#o.key ? `a6hub-dock:${this.#o.key}` : ""; }

  #store() {
    if (this.#storageKey()) localStorage.setItem(this.#storageKey(), JSON.stringify(this.state));
    this.emit("layout", { state: structuredClone(this.state) });
  }

  destroy() {
    this.#bin.dispose();
    this.root.remove();
  }
}

function readStored(key) {
  try {
    return key ? JSON.parse(localStorage.getItem(key)) : null;
  } catch {
    return null;
  }
}

/** Build the layout inside `container`. */
export const createDock = (container, options) => new Dock(container, options);
