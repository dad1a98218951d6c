// The console: follows a log, shows colours and links, searches, copies, wraps.

import { copyText, disposer, h, iconButton, installStyle } from "a6hub-kit/dom.js";

import { LogBuffer } from "./buffer.js";
import { LevelFilter } from "./filter.js";
import { FindBox } from "./find.js";
import { LogSections } from "./sections.js";
import { ShownLines } from "./shown.js";
import { StepsBar } from "./steps.js";
import { LogStream } from "./stream.js";
import { CSS } from "./style.js";
import { LogView } from "./view.js";

const COPY_LIMIT = 20_000_000;
const NEAR_END = 1;

/**
 * Options: `emit(event, detail)`, `empty` (the text before anything has run), `wrap`, `numbers` (numbers of lines that are links), `hash` (follow #L120).
 * Events: link {file, line, column}, end {} (the log is complete), failed {message}.
 */
export class Console {
  #o;
  #bin = disposer();
  #buffer = new LogBuffer();
  #stream = null;
  #seen = 0;
  #sections = new LogSections(this.#buffer);
  #shown = new ShownLines(this.#buffer, this.#sections);

  constructor(container, options) {
    installStyle("console", CSS);
    this.#o = { emit() {}, empty: "Nothing has run yet.", wrap: false, ...options };
    this.root = h("section", { "class": "a6-console", "aria-label": "Console", "data-testid": "console" });
    container.append(this.root);
    this.#buildBar();
    this.body = h("div", { class: "a6-console-body" });
    this.root.append(this.body);
    this.view = new LogView(this.body, this.#buffer, {
      shown: this.#shown, numbers: this.#o.numbers, onFold: (section) => this.#fold(section), onNumber: (line) => this.#goTo(line),
      hits: (line) => this.find.hits(line),
      onLink: ({ file, line, column }) => this.#o.emit("link", { file, line, column }),
      onFollow: (following) => this.#onFollow(following),
    });
    this.find = new FindBox(this.root, this.#buffer, {
      onChange: () => this.view.refresh(), onShow: (line) => this.showLine(line),
      onClose: () => this.view.root.focus(),
    });
    this.empty = h("p", { class: "a6-console-empty" }, this.#o.empty);
    this.endButton = h("button", { "type": "button", "class": "btn a6-console-end", "hidden": true, "data-testid": "console-end",
      "onclick": () => this.view.follow() }, "Jump to end");
    this.body.append(this.empty, this.endButton);
    this.#setWrap(this.#o.wrap);
    this.#bin.listen(this.root, "keydown", (event) => this.#onKey(event));
    if (this.#o.hash) this.#bin.listen(window, "hashchange", () => this.#followHash());
    this.#bin.add(() => this.#stream?.stop(), () => this.view.destroy(), () => this.steps.destroy());
  }

  // ---- the log ------------------------------------------------------------------------------------------------------

  /** Show the log at `url` from its start, and follow it while it grows. */
  attach(url) {
    this.#stream?.stop();
    this.#reset();
    this.url = url;
    this.download.href = url;
    this.download.hidden = false;
    const stream = new LogStream({ url, onText: (text) => this.write(text), onState: (state, message) => this.#onState(stream, state, message) });
    this.#stream = stream;
    this.#note("");
    stream.run();
  }

  /** Stop following; what is shown stays. */
  detach() {
    this.#stream?.stop();
    this.#stream = null;
  }

  /** Add text at the end. */
  write(text) {
    this.#buffer.append(text);
    this.#sections.more();
    this.filter.more();
    this.foldButton.hidden = this.#sections.sections.length === 0;
    this.empty.hidden = true;
    this.view.schedule();
    this.find.more();
    if (!this.view.following) this.#showNew();
  }

  /** Empty the view; the whole log stays at its address. */
  clear() {
    this.#reset();
    this.empty.textContent = this.url ? "Cleared. The whole log is still there to download." : this.#o.empty;
    this.empty.hidden = false;
  }

  get lineCount() { return this.#buffer.count; }

  #reset() {
    this.#buffer.clear();
    this.#sections.clear();
    this.#shown.clear();
    this.filter.more();
    this.#seen = 0;
    this.view.reset();
    this.find.restart();
    this.empty.textContent = this.#o.empty;
    this.empty.hidden = false;
  }

  #onState(stream, state, message) {
    if (stream !== this.#stream) return;
    this.#note(message, { waiting: "warn", failed: "err" }[state]);
    if (state === "ended") { this.#followHash(); this.#o.emit("end", {}); }
    if (state === "failed") this.#o.emit("failed", { message });
  }

  // ---- the bar ------------------------------------------------------------------------------------------------------

  #buildBar() {
    this.steps = new StepsBar();
    this.filter = new LevelFilter(this.#sections, this.#shown, () => this.#relayout());
    this.note = h("span", { "class": "a6-console-note", "role": "status", "data-testid": "console-note" });
    this.wrapButton = iconButton("wrap", "Wrap long lines", () => this.#setWrap(!this.view.wrap), { "data-testid": "console-wrap" });
    this.foldButton = iconButton("collapse", "Fold all steps", () => this.#foldAll(), { "data-testid": "console-fold", "aria-pressed": "false", "hidden": true });
    this.download = h("a", { "class": "icon-btn", "hidden": true, "download": "log.txt", "title": "Download the whole log",
      "aria-label": "Download the whole log", "data-testid": "console-download" }, iconButton("download", "", null).firstChild);
    this.root.append(h("div", { "class": "a6-console-bar", "role": "toolbar", "aria-label": "Console tools" }, this.steps.element, this.note, this.filter.element,
      iconButton("search", "Search the console (Ctrl F)", () => this.find.open(), { "data-testid": "console-find" }),
      this.foldButton, this.wrapButton,
      iconButton("copy", "Copy the selection or the whole log", () => this.#copy(), { "data-testid": "console-copy" }),
      this.download,
      iconButton("trash", "Clear the console", () => this.clear(), { "data-testid": "console-clear" })));
  }

  /** Show the steps of the run: `[{title, state, detail?, started_at?}]`. */
  setSteps(steps) { this.steps.set(steps); }

  /** Show what the running tool uses: `{wall_s, memory_bytes, waves_bytes, processes, limit_…}`; null for nothing. */
  setUsage(usage) { this.steps.setUsage(usage); }

  // ---- parts --------------------------------------------------------------------------------------------------------

  /** Bring a line to the middle of the view, unfolded if need be; lines count from 0. */
  showLine(line) {
    this.view.following = false;
    if (this.#shown.reveal(line)) { this.filter.draw(); this.view.relayout(); this.view.draw(); }
    this.view.showLine(line);
  }

  #fold(section) {
    this.#shown.fold(section, !this.#shown.isFolded(section));
    this.#relayout();
  }

  #foldAll() {
    const fold = this.foldButton.getAttribute("aria-pressed") !== "true";
    this.foldButton.setAttribute("aria-pressed", String(fold));
    this.#shown.foldAll(fold);
    this.#relayout();
  }

  #relayout() {
    const { following } = this.view;
    const line = this.view.relayout();
    if (!following) this.view.showAtTop(line);
  }

  #goTo(line) {
    history.replaceState(null, "", `#L${line + 1}`);
    this.#mark(line);
  }

  #followHash() {
    const match = this.#o.hash && location.hash.match(/^#L(\d{1,8})$/);
    if (!match || Number(match[1]) > this.#buffer.count) return;
    this.#mark(Number(match[1]) - 1);
    this.showLine(this.view.marked);
  }

  #mark(line) {
    this.view.marked = line;
    this.view.refresh();
  }

  #note(text, kind = "") {
    this.note.textContent = text;
    this.note.className = `a6-console-note ${kind}`;
  }

  #setWrap(wrap) {
    this.wrapButton.setAttribute("aria-pressed", String(wrap));
    this.view.setWrap(wrap);
  }

  async #copy() {
    const selection = getSelection();
    const selected = this.view.root.contains(selection.anchorNode) ? selection.toString() : "";
    const text = selected || this.#buffer.text();
    if (text.length > COPY_LIMIT) { this.#note("The log is too long to copy. Download it instead.", "warn"); return; }
    await copyText(text);
    this.#note(selected ? "Selection copied" : `${this.#buffer.count} lines copied`);
  }

  // ---- following ----------------------------------------------------------------------------------------------------

  #onFollow(following) {
    this.#seen = this.#buffer.count;
    this.endButton.hidden = following;
    this.#showNew();
  }

  #showNew() {
    const more = this.#buffer.count - this.#seen;
    this.endButton.hidden = this.view.following;
    this.endButton.textContent = more > NEAR_END ? `Jump to end · ${more} new lines` : "Jump to end";
  }

  #onKey(event) {
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === "f") this.find.open();
    else if (event.key === "End" && event.target === this.view.root) this.view.follow();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  focus() { this.view.root.focus(); }

  destroy() {
    this.#bin.dispose();
    this.root.remove();
  }
}

/** Build a console inside `container`. */
export const createConsole = (container, options) => new Console(container, options);
