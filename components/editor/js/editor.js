// The code editor: many documents in one view, each with its own history, stored on the server while a person types.

import * as cm from "a6hub-editor-dist/index.js";
import { installStyle } from "a6hub-kit/dom.js";
import { Announcer } from "./announcer.js";
import { summary } from "./diagnostics.js";
import { SourceDocument } from "./documents.js";
import { Extras } from "./extras.js";
import { Frame, watchPage } from "./frame.js";
import { askForLine } from "./go-to-line.js";
import { KeptTexts } from "./kept.js";
import { loadLanguage } from "./languages.js";
import { TEXT_LIMIT } from "./load.js";
import { Notes } from "./notes.js";
import { changesAt, offsetAt, smallestChange } from "./offsets.js";
import { recallPlace, rememberPlace } from "./places.js";
import { createState, DEFAULTS, fromServer, refill, settingChanges } from "./setup.js";
import { CSS } from "./style.js";

const RETRY_MS = 2000;

/**
 * Create an editor inside `container`.
 *
 * `options`: `emit(name, payload)` receives the events (change, state, cursor, opened, closed, tabs, conflict, goto,
 * save, run, palette); `tabs: false` leaves out the strip; `settings` as for `setOptions`; `limit` of bytes of a text.
 */
export function createEditor(container, options = {}) {
  return new Editor(container, options);
}

class Editor {
  #documents = new Map();
  #completions = null;
  #shown = null;

  constructor(container, { emit = () => {}, tabs = true, settings = {}, limit = TEXT_LIMIT, fetch } = {}) {
    installStyle("editor", CSS);
    Object.assign(this, { container, limit, fetch: fetch ?? ((...args) => globalThis.fetch(...args)) });
    this.settings = { ...DEFAULTS, ...settings };
    this.active = null;
    this.store = new KeptTexts();
    this.tell = new Announcer(emit);
    this.notes = new Notes(this);
    this.frame = new Frame(container, this, tabs);
    this.view = new cm.EditorView({ parent: this.frame.viewHost });
    container.cmView = this.view;
    this.extras = new Extras(() => this.settings, () => this.#completions, (slot, extension) => this.#fill(slot, extension));
    container.addEventListener("a6hub-save", () => this.save());
    container.addEventListener("a6hub-close", () => this.closeActive());
    this.stopWatching = watchPage({
      unload: () => this.#leavePage(),
      online: () => this.#stored((doc) => doc.autosave.online()),
      hidden: () => this.flush(),
      visible: () => this.active?.refresh(),
      look: () => this.extras.setMinimap(),
    });
    this.setOptions(this.settings);
    this.#draw();
  }

  /** Open a file, or show it if it is open: `{url, readOnly?, language?, background?, focus?}`; resolves when it is loaded. */
  async open(path, options) {
    let doc = this.#documents.get(path);
    if (!doc) {
      doc = new SourceDocument(this, path, options);
      this.#documents.set(path, doc);
      doc.load();
    }
    if (!options?.background || !this.active) this.show(path);
    else this.#draw();
    this.#emitTabs();
    await doc.ready;
    if (options?.focus && doc === this.active) this.focus();
    return doc.kind;
  }

  /** Bring an open file to the front. */
  show(path, { focus = false } = {}) {
    const doc = this.#documents.get(path);
    if (!doc) return;
    if (doc !== this.active) {
      this.#leave();
      this.active = doc;
      this.#emitTabs();
      this.#enter();
    }
    if (focus) this.focus();
  }

  /** Close a file; what is not stored yet is still sent, or kept in the browser. */
  async close(path) {
    const doc = this.#documents.get(path);
    if (!doc) return;
    const paths = [...this.#documents.keys()];
    const next = paths[paths.indexOf(path) + 1] ?? paths[paths.indexOf(path) - 1];
    const storing = doc.autosave?.flush();
    if (doc === this.active) this.#leave();
    this.#documents.delete(path);
    if (doc === this.active) this.active = this.#documents.get(next) ?? null;
    this.#emitTabs();
    this.#enter();
    this.tell.emit("closed", { path });
    await storing;
    doc.close();
  }

  /** Give an open file another name. */
  async rename(from, to, { url }) {
    const doc = this.#documents.get(from);
    if (!doc || this.#documents.has(to)) return;
    this.#documents = new Map([...this.#documents].map(([path, each]) => [each === doc ? to : path, each]));
    this.notes.rename(from, to);
    await doc.rename(to, url);
    this.#loadLanguage(doc);
    this.#draw();
    this.#emitTabs();
  }

  /** Show a place (from 1) in the middle of the view, opening nothing. */
  async reveal(path, line, column = 1, { focus = true } = {}) {
    const doc = this.#documents.get(path);
    if (!doc) return false;
    await doc.ready;
    if (doc.kind !== "text") return false;
    this.show(path);
    const anchor = offsetAt(this.view.state.doc, line, column);
    this.view.dispatch({ selection: { anchor }, effects: cm.EditorView.scrollIntoView(anchor, { y: "center" }) });
    if (focus) this.focus();
    return true;
  }

  /** Show messages at their places; `units: "utf-8"` if columns count bytes. They wait for a file that is not open. */
  setDiagnostics(path, items, { units = "utf-16" } = {}) {
    this.notes.setDiagnostics(path, this.#documents.get(path), items, units);
    if (path === this.active?.path) this.frame.say(`${summary(items)} in ${path}`);
  }

  /** Show values at the ends of lines: `{line, text, title?}`. */
  setInlineValues(path, items) {
    this.notes.setValues(path, this.#documents.get(path), items);
  }

  /** Offer completions: a list, an asynchronous function, or null. */
  setCompletions(completions) {
    this.#completions = completions;
  }

  /** Change the text as a person would: `{line, column, endLine?, endColumn?, insert}`, in one undoable step. */
  applyChanges(path, changes) {
    const doc = this.#documents.get(path);
    if (doc?.kind !== "text" || doc.readOnly) return false;
    this.apply(doc, { changes: changesAt(this.stateOf(doc).doc, changes), userEvent: "input.apply" });
    return true;
  }

  /** The file changed on the server; `digest` is its SHA-256, null if it was deleted. */
  async fileChanged(path, digest) {
    await this.#documents.get(path)?.changedElsewhere(digest);
  }

  /** Store one file, or all; resolves to the paths that could not be stored. */
  async flush(path = null) {
    const docs = [...this.#documents.values()].filter((doc) => path === null || doc.path === path);
    const stored = await Promise.all(docs.map((doc) => doc.autosave?.flush() ?? true));
    return docs.filter((_, n) => !stored[n]).map(({ path }) => path);
  }

  /** Store the shown file now. */
  async save() {
    if (!this.active) return;
    const [failed] = await this.flush(this.active.path);
    this.tell.emit("save", { path: this.active?.path ?? null, stored: !failed });
  }

  /** The text of an open file, or null. */
  getText(path) {
    return this.#documents.get(path)?.text ?? null;
  }

  get paths() { return [...this.#documents.keys()]; }

  /** Change settings: `{fontSize?, tabSize?, wordWrap?, keymap?, minimap?, indentMarks?}`. */
  async setOptions(changes) {
    const before = this.settings;
    this.settings = { ...before, ...changes };
    this.container.style.setProperty("--a6-size", `${this.settings.fontSize}px`);
    this.container.style.setProperty("--a6-line", `${Math.round(this.settings.fontSize * 1.54)}px`);
    for (const doc of this.#documents.values()) {
      for (const [slot, extension] of settingChanges(this.settings, changes, doc.text)) this.apply(doc, refill(slot, extension));
    }
    if (changes.keymap !== undefined) await this.extras.setKeymap();
    if (changes.minimap !== undefined) await this.extras.setMinimap();
  }

  /** Take over the page's theme; a change of `data-theme` is noticed without it. */
  setTheme() {
    this.extras.setMinimap();
  }

  focus() {
    if (this.active?.kind === "text") this.view.focus();
  }

  /** Open search in the shown text, or search and replace. */
  async openSearch({ replace = false } = {}) {
    const tools = await this.extras.loadTools();
    if (this.active?.kind !== "text") return;
    tools.openSearchPanel(this.view);
    if (replace) this.view.dom.querySelector("[data-testid=search-expand][aria-expanded=false]")?.click();
  }

  /** Ask for a line, or "line:column", and go there. */
  goToLine() {
    if (this.active?.kind === "text") askForLine(this.frame.pane, this.view);
  }

  destroy() {
    this.stopWatching();
    this.#leavePage();
    for (const doc of this.#documents.values()) doc.close();
    this.store.close();
    this.view.destroy();
    this.frame.remove();
  }

  // What keys, tabs and bars ask for.

  /** Show both texts of a conflict side by side. */
  async showDifferences(doc) {
    const { resolveByLooking } = await import("./differences.js");
    await resolveByLooking(this.frame.pane, doc);
    this.focus();
  }

  pass(name, payload = {}) {
    this.extras.tools?.closeCompletion(this.view);
    this.tell.emit(name, { path: this.active?.path ?? null, ...payload });
  }

  keepCursorInView() {
    if (this.view?.hasFocus) this.view.dispatch({ effects: cm.EditorView.scrollIntoView(this.view.state.selection.main.head) });
  }

  toggleWordWrap() {
    this.setOptions({ wordWrap: !this.settings.wordWrap });
  }

  closeActive() {
    if (this.active) this.close(this.active.path);
  }

  cycle(step) {
    const paths = this.paths;
    const at = paths.indexOf(this.active?.path);
    if (at !== -1) this.show(paths[(at + step + paths.length) % paths.length], { focus: true });
  }

  reorder(paths) {
    this.#documents = new Map(paths.map((path) => [path, this.#documents.get(path)]));
    this.#draw();
    this.#emitTabs();
  }

  // What documents ask for.

  limits() {
    return { limit: this.limit, fetch: this.fetch };
  }

  stateOf(doc) {
    return doc === this.#shown ? this.view.state : doc.state;
  }

  /** Apply a change to a document, shown or not. */
  apply(doc, spec) {
    if (!doc.state) return;
    if (doc === this.#shown) return this.view.dispatch(spec);
    const transaction = doc.state.update(spec);
    doc.state = transaction.state;
    if (transaction.docChanged) this.#edited(doc, [transaction]);
  }

  replaceText(doc, text, { undoable }) {
    const change = smallestChange(doc.text, text);
    if (!change) return;
    const annotations = [fromServer.of(true), cm.Transaction.addToHistory.of(undoable), cm.isolateHistory.of("full")];
    this.apply(doc, { changes: change, annotations });
  }

  createState(doc, text) {
    const { anchor, head, top } = recallPlace(doc.url, text.length);
    doc.scroll = top ? cm.EditorView.scrollIntoView(top, { y: "start" }) : null;
    return createState({
      text,
      selection: { anchor, head },
      form: doc.form,
      readOnly: doc.readOnly,
      label: () => `Text of ${doc.path}`,
      settings: this.settings,
      extras: { ...this.extras.slots, language: doc.support },
      listener: (update) => this.#updated(doc, update),
      actions: this,
    });
  }

  resetState(doc, text) {
    doc.state = this.createState(doc, text);
    if (doc === this.#shown) this.view.setState(doc.state);
  }

  loaded(doc) {
    if (doc === this.active) this.#enter();
    this.notes.show(doc);
    this.#loadLanguage(doc);
    if (doc.kind === "offline") setTimeout(() => this.#documents.get(doc.path) === doc && doc.load(), RETRY_MS);
    this.tell.opened(doc);
    this.#emitTabs();
    this.extras.loadTools();
  }

  stateChanged(doc) {
    if (this.#documents.get(doc.path) !== doc) return;
    this.tell.state(doc);
    this.#draw();
  }

  // Inside.

  #updated(doc, update) {
    if (doc !== this.#shown) return;
    doc.state = update.state;
    if (update.docChanged) this.#edited(doc, update.transactions);
    if (update.docChanged || update.selectionSet) this.tell.cursor(doc, update.state);
  }

  #edited(doc, transactions) {
    const typed = transactions.some((transaction) => transaction.docChanged && !transaction.annotation(fromServer));
    if (typed) doc.edited();
    this.tell.change(doc);
  }

  #emitTabs() {
    this.tell.tabs(this.paths, this.active);
  }

  #leave() {
    const doc = this.#shown;
    if (!doc) return;
    doc.state = this.view.state;
    doc.scroll = this.view.scrollSnapshot();
    rememberPlace(doc.url, this.view);
    this.#shown = null;
  }

  #enter() {
    const doc = this.active;
    if (doc?.state && doc !== this.#shown) {
      this.#shown = doc;
      const search = this.extras.openQuery(this.view.state);
      this.view.setState(doc.state);
      this.extras.showQuery(this.view, search);
      if (doc.scroll) this.view.dispatch({ effects: doc.scroll });
      this.tell.state(doc);
      this.tell.cursor(doc, doc.state);
    }
    this.#draw();
  }

  #draw() {
    this.frame.draw([...this.#documents.values()], this.active);
    this.view.requestMeasure();
  }

  #leavePage() {
    if (this.#shown) rememberPlace(this.#shown.url, this.view);
    this.#stored((doc) => doc.autosave.unload());
  }

  #stored(act) {
    for (const doc of this.#documents.values()) if (doc.autosave) act(doc);
  }

  #fill(slot, extension) {
    for (const doc of this.#documents.values()) this.apply(doc, refill(slot, extension));
  }

  async #loadLanguage(doc) {
    doc.support = await loadLanguage(doc.language);
    this.apply(doc, refill("language", doc.support));
  }
}
