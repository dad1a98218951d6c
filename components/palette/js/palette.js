// The command palette: commands and files by a few letters, and the shortcuts of the page.

import { disposer, h, installStyle, uniqueId } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { isTyping, matchesShortcut, shortcutLabel } from "a6hub-kit/keys.js";
import { modalOpen, openModal } from "a6hub-kit/modal.js";

import { fuzzyRank } from "./fuzzy.js";
import { openHelp } from "./help.js";
import { recentFirst, remember } from "./recent.js";
import { CSS } from "./style.js";

const OPEN = ["Ctrl+K", "Ctrl+P"];
const SHOWN = 50;

/**
 * Commands are `{id, title, group?, shortcut?, icon?}`; those with a shortcut work anywhere on the page.
 * Options: `emit(event, detail)`, `key` (names what is remembered), `commands`, `help` `[{group, title, keys}]`.
 * Events: run {id}, open {path}.
 */
export class Palette {
  #o;
  #bin = disposer();
  #commands = [];
  #files = [];
  #recent = [];
  #results = [];
  #active = 0;
  #box = null;

  constructor(container, options) {
    installStyle("palette", CSS);
    this.#o = { emit() {}, key: "", commands: [], help: [], ...options };
    this.root = h("div", { "data-testid": "palette-root" });
    container.append(this.root);
    this.#commands = this.#o.commands;
    this.#recent = this.#recall();
    this.#bin.listen(window, "keydown", (event) => this.#onGlobalKey(event), true);
    this.#bin.add(() => this.#box?.close(), () => this.root.remove());
  }

  setCommands(commands) { this.#commands = commands; }
  /** Name the files; without this the palette asks the file tree of the page. */
  setFiles(paths) { this.#files = paths; }

  /** Open the palette with `text` in the field; ">" shows commands only. */
  open(text = "") {
    if (this.#box) return;
    const id = uniqueId("palette");
    this.input = h("input", { "class": "a6-palette-input", "type": "text", "role": "combobox", "aria-expanded": "true", "aria-controls": id,
      "aria-label": "Search commands and files", "placeholder": "Type a file or a command", "spellcheck": "false", "autocomplete": "off",
      "data-testid": "palette-input", "value": text, "oninput": () => this.#refresh(), "onkeydown": (event) => this.#onKey(event) });
    this.list = h("ul", { "class": "a6-palette-list", "id": id, "role": "listbox", "aria-label": "Commands and files",
      "onclick": (event) => this.#onClick(event), "onpointermove": (event) => this.#onPointer(event) });
    this.none = h("div", { class: "a6-palette-none", role: "status", hidden: true });
    const foot = h("div", { class: "a6-palette-foot", "aria-hidden": "true" },
      h("span", {}, h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " choose"), h("span", {}, h("kbd", {}, "Enter"), " open"),
      h("span", {}, h("kbd", {}, ">"), " commands only"), h("span", {}, h("kbd", {}, "?"), " all shortcuts"));
    this.#collectFiles();
    this.#box = openModal(this.root, { label: "Command palette", className: "a6-palette", testid: "palette",
      children: [this.input, this.list, this.none, foot], onClose: () => { this.#box = null; } });
    this.input.focus();
    this.#refresh();
  }

  openHelp() {
    if (modalOpen()) return;
    const own = [{ id: "", title: "Find files and commands", group: "General", shortcut: "Ctrl+K" }, { id: "", title: "Show this list", group: "General", shortcut: "?" }];
    openHelp(this.root, [...own, ...this.#commands], this.#o.help);
  }

  // NOTE: the file tree answers this event with its paths, so that no second copy has to be kept in step.
  #collectFiles() {
    const detail = { paths: [] };
    window.dispatchEvent(new CustomEvent("a6hub-files", { detail }));
    this.files = detail.paths.length ? detail.paths : this.#files;
  }

  #refresh() {
    const text = this.input.value.trim();
    const query = text.replace(/^>\s*/, "");
    const commands = this.#commands.map((command) => ({ key: `run:${command.id}`, text: command.title, command }));
    const files = text.startsWith(">") ? [] : this.files.map((path) => ({ key: `open:${path}`, text: path, path }));
    const all = [...commands, ...files];
    if (query) {
      const bonus = (item) => Math.max(0, 12 - this.#recent.indexOf(item.key)) * (this.#recent.includes(item.key) ? 1 : 0);
      this.#results = fuzzyRank(query, all, (item) => item.text, SHOWN * 2)
        .map((found) => ({ ...found, score: found.score + bonus(found.item) })).sort((a, b) => b.score - a.score).slice(0, SHOWN);
    } else {
      const known = files.filter((item) => this.#recent.includes(item.key));
      this.#results = recentFirst([...commands, ...known], this.#recent, (item) => item.key).slice(0, SHOWN).map((item) => ({ item, positions: [] }));
    }
    this.#active = 0;
    this.#draw();
  }

  #draw() {
    this.list.replaceChildren(...this.#results.map((result, index) => this.#row(result, index)));
    this.none.hidden = this.#results.length > 0;
    this.none.textContent = this.#results.length ? "" : "Nothing found. Try fewer letters.";
    this.#mark();
  }

  #row({ item, positions }, index) {
    const { command, path } = item;
    const slash = path ? path.lastIndexOf("/") + 1 : 0;
    const row = h("li", { "class": "a6-palette-item", "role": "option", "id": `${this.list.id}-${index}`, "data-index": index, "data-testid": "palette-item" },
      icon(path ? "file" : command.icon ?? "chevron", 15),
      h("span", { class: "title" }, highlight(item.text.slice(slash), positions.map((at) => at - slash))));
    if (slash) row.append(h("span", { class: "where" }, path.slice(0, slash - 1)));
    if (command?.group) row.append(h("span", { class: "group" }, command.group));
    if (command?.shortcut) row.append(h("kbd", { class: "kbd" }, shortcutLabel(command.shortcut)));
    return row;
  }

  #mark() {
    for (const row of this.list.children) {
      const selected = Number(row.dataset.index) === this.#active;
      row.setAttribute("aria-selected", String(selected));
      if (selected) row.scrollIntoView({ block: "nearest" });
    }
    if (this.#results.length) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.#active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #onKey(event) {
    const { length } = this.#results;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (steps[event.key] && length) {
      const next = this.#active + steps[event.key];
      this.#active = Math.abs(steps[event.key]) === 1 ? (next + length) % length : Math.min(length - 1, Math.max(0, next));
      this.#mark();
    } else if (event.key === "Enter") this.#choose(this.#active);
    else if (event.key === "?" && !this.input.value) {
      this.#box.close();
      setTimeout(() => this.openHelp());
    } else return;
    event.preventDefault();
  }

  #onClick(event) {
    const row = event.target.closest("[data-index]");
    if (row) this.#choose(Number(row.dataset.index));
  }

  #onPointer(event) {
    const row = event.target.closest("[data-index]");
    if (!row || Number(row.dataset.index) === this.#active || (!event.movementX && !event.movementY)) return;
    this.#active = Number(row.dataset.index);
    this.#mark();
  }

  #choose(index) {
    const item = this.#results[index]?.item;
    if (!item) return;
    this.#recent = remember(this.#recent, item.key);
    if (this.#o.key) localStorage.setItem(`a6hub-recent:${this.#o.key}`, JSON.stringify(this.#recent));
    this.#box.close();
    if (item.path) this.#o.emit("open", { path: item.path });
    else this.#o.emit("run", { id: item.command.id });
  }

  #recall() {
    try {
      const stored = JSON.parse(localStorage.getItem(`a6hub-recent:${this.#o.key}`));
      return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    }
  }

  #onGlobalKey(event) {
    if (modalOpen() || event.isComposing) return;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key));
    if (plain && isTyping(event)) return;
    const command = this.#commands.find((each) => each.shortcut && matchesShortcut(event, each.shortcut));
    if (OPEN.some((shortcut) => matchesShortcut(event, shortcut))) this.open();
    else if (event.key === "?" && plain) this.openHelp();
    else if (command) this.#o.emit("run", { id: command.id });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  destroy() { this.#bin.dispose(); }
}

function highlight(text, positions) {
  const marked = new Set(positions);
  const parts = [];
  for (let at = 0; at < text.length;) {
    const on = marked.has(at);
    let end = at + 1;
    while (end < text.length && marked.has(end) === on) end += 1;
    parts.push(on ? h("b", {}, text.slice(at, end)) : text.slice(at, end));
    at = end;
  }
  return parts;
}

/** Build the palette inside `container`. */
export const createPalette = (container, options) => new Palette(container, options);
