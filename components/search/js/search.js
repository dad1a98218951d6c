// Search and replace over all files of the project.

import { debounce, h, installStyle } from "a6hub-kit/dom.js";
import { TOUCH, TreeView } from "a6hub-kit/tree_view.js";

import { fetchResults, sendReplacement } from "./client.js";
import { count, excerpt, replacementFor, resultRows, summary } from "./model.js";
import { CSS } from "./style.js";

const PAUSE_MS = 200;
const SWITCHES = [["matchCase", "Aa", "Match case"], ["word", "ab", "Whole words"], ["regex", ".*", "Regular expression"]];

/**
 * Options: `emit(event, detail)`, `searchUrl`, `replaceUrl` ("" hides replacing).
 * Events: goto {path, line, column, length}, replaced {files, replacements, undo}.
 */
export class Search {
  #o;
  #items = [];
  #closed = new Set();
  #abort = null;
  #run;

  constructor(container, options) {
    installStyle("search", CSS);
    this.#o = { emit() {}, searchUrl: "", replaceUrl: "", ...options };
    this.#run = debounce(() => this.#search(), PAUSE_MS);
    this.root = h("div", { "class": "a6-lookup", "data-testid": "search" });
    this.note = h("div", { "class": "a6-lookup-note", "role": "status", "data-testid": "search-note" });
    const body = h("div", { class: "a6-lookup-body" });
    this.root.append(this.#buildForm(), this.note, body);
    container.append(this.root);
    this.tree = new TreeView(body, {
      label: "Search results", testid: "search-rows", indent: 12, rowHeight: TOUCH ? 34 : 22,
      fill: (row, element) => (row.folder ? fillFile(row, element) : this.#fillLine(row, element)),
      stamp: (row) => (row.folder ? row.count : `${row.text}\0${row.ranges.length}\0${this.replacement.value}`),
      onOpen: (row) => this.#goto(row),
      onToggle: (row, expanded) => this.#setOpen(row.key, expanded),
    });
  }

  /** Put the cursor into the field; `text` (the selection of the editor) is searched at once. */
  focusQuery(text = "") {
    if (text) {
      this.query.value = text;
      this.#run();
    }
    this.query.focus();
    this.query.select();
  }

  /** Search again, because files have changed. */
  refresh() { if (this.query.value) this.#run(); }

  #buildForm() {
    const field = (label, testid, className = "") => h("input", { "class": `input ${className}`, "type": "text", "aria-label": label,
      "placeholder": label, "spellcheck": "false", "autocomplete": "off", "data-testid": testid, "oninput": () => this.#onInput() });
    this.query = field("Search", "search-query");
    this.replacement = field("Replace with", "search-replacement", "mono");
    this.include = field("Files to include, such as rtl/*.v", "search-include");
    this.query.addEventListener("keydown", (event) => { if (event.key === "Enter") this.#run.flush(); });
    this.switches = Object.fromEntries(SWITCHES.map(([name, sign, label]) => [name, h("button", { "type": "button", "aria-pressed": "false",
      "aria-label": label, "title": label, "data-testid": `search-${name}`, "onclick": (event) => this.#flip(event.currentTarget), "data-sign": sign })]));
    this.replaceButton = h("button", { "type": "button", "class": "btn", "disabled": true, "data-testid": "search-replace",
      "onclick": () => this.#replace() }, "Replace all");
    return h("form", { class: "a6-lookup-form", role: "search", onsubmit: (event) => event.preventDefault() },
      h("div", { class: "a6-lookup-line query" }, this.query, h("span", { class: "a6-lookup-switches" }, Object.values(this.switches))),
      this.#o.replaceUrl ? h("div", { class: "a6-lookup-line" }, this.replacement, this.replaceButton) : null,
      h("div", { class: "a6-lookup-line" }, this.include));
  }

  #form() {
    const pressed = Object.fromEntries(Object.entries(this.switches).map(([name, button]) => [name, button.getAttribute("aria-pressed") === "true"]));
    return { query: this.query.value, replacement: this.replacement.value, include: this.include.value.trim(), ...pressed };
  }

  #flip(button) {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    this.#run();
  }

  #onInput() {
    if (document.activeElement === this.replacement) this.tree.list.draw();
    else this.#run();
  }

  async #search() {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const form = this.#form();
    if (!form.query) { this.#show([], ""); return; }
    try {
      const { items, truncated } = await fetchResults(this.#o.searchUrl, form, abort.signal);
      this.#show(items, summary(items, truncated));
    } catch (error) {
      if (!abort.signal.aborted) this.#say(error.message, true);
    }
  }

  #show(items, text) {
    this.#items = items;
    this.replaceButton.disabled = !items.length;
    this.#say(text);
    this.tree.setRows(resultRows(items, this.#closed));
  }

  #say(text, wrong = false) {
    this.note.textContent = text;
    this.note.classList.toggle("err", wrong);
  }

  async #replace() {
    this.replaceButton.disabled = true;
    this.#say("Replacing…");
    try {
      const answer = await sendReplacement(this.#o.replaceUrl, this.#form());
      const { files = 0, replacements = 0, undo = null } = answer;
      this.#o.emit("replaced", { files, replacements, undo });
      await this.#search();
      if (!this.#items.length) this.#say(`Replaced ${count(replacements, "place")} in ${count(files, "file")}.`);
    } catch (error) {
      this.#say(error.message, true);
      this.replaceButton.disabled = false;
    }
  }

  #fillLine({ line, text, ranges }, element) {
    const { text: shown, ranges: inside } = excerpt(text, ranges);
    const form = this.#form();
    const pieces = [];
    let at = 0;
    for (const { start, end } of inside) {
      pieces.push(shown.slice(at, start));
      const matched = shown.slice(start, end);
      pieces.push(h("mark", { class: form.replacement ? "old" : "" }, matched));
      if (form.replacement) pieces.push(h("ins", {}, replacementFor(matched, form)));
      at = end;
    }
    element.append(h("span", { class: "line" }, String(line)), h("span", { class: "text" }, pieces, shown.slice(at)));
  }

  #goto({ path, line, from, ranges }) {
    this.#o.emit("goto", { path, line, column: from + ranges[0].start + 1, length: ranges[0].end - ranges[0].start });
  }

  #setOpen(path, open) {
    if (open) this.#closed.delete(path);
    else this.#closed.add(path);
    this.tree.setRows(resultRows(this.#items, this.#closed));
  }

  destroy() {
    this.#abort?.abort();
    this.#run.cancel();
    this.tree.destroy();
    this.root.remove();
  }
}

function fillFile({ label, count }, element) {
  const slash = label.lastIndexOf("/");
  element.append(h("span", { class: "name", title: label }, label.slice(slash + 1)));
  if (slash > 0) element.append(h("span", { class: "dim" }, label.slice(0, slash)));
  element.append(h("span", { class: "right count" }, String(count)));
}

/** Build the search inside `container`. */
export const createSearch = (container, options) => new Search(container, options);
