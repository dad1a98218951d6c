// The box that searches the console.

import { debounce, h, iconButton } from "a6hub-kit/dom.js";

import { LogSearch, MAX_HITS } from "./search.js";

export class FindBox {
  #index = -1;
  #wanted = false;

  /** `onChange()` asks for a new drawing, `onShow(line)` for a line to be brought into view. */
  constructor(container, buffer, { onChange, onShow, onClose }) {
    Object.assign(this, { onChange, onShow, onClose });
    this.search = new LogSearch(buffer, { onHits: () => this.#onHits() });
    const start = debounce(() => this.#start(), 120);
    this.input = h("input", { "type": "search", "aria-label": "Search the console", "placeholder": "Search", "spellcheck": "false",
      "data-testid": "console-search", "oninput": start, "onkeydown": (event) => this.#onKey(event) });
    this.caseButton = h("button", { "type": "button", "class": "icon-btn", "aria-pressed": "false", "aria-label": "Match case",
      "title": "Match case", "onclick": () => this.#toggleCase() }, "Aa");
    this.count = h("span", { "role": "status", "data-testid": "console-search-count" });
    this.element = h("div", { class: "a6-console-find", role: "search", hidden: true }, this.input, this.caseButton, this.count,
      iconButton("chevron-up", "Previous match", () => this.go(-1), { "data-testid": "console-search-previous" }),
      iconButton("chevron", "Next match", () => this.go(1), { "data-testid": "console-search-next" }),
      iconButton("close", "Close the search", () => this.close()));
    container.append(this.element);
  }

  open() {
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
    if (this.input.value) this.#start();
  }

  close() {
    this.element.hidden = true;
    this.search.clear();
    this.#index = -1;
    this.onChange();
    this.onClose();
  }

  /** Search the lines that have come since. */
  more() { if (!this.element.hidden) this.search.more(); }

  /** Start anew, because the log was cleared. */
  restart() { if (!this.element.hidden) this.#start(); }

  /** Return the hits of a line, the current one marked. */
  hits(line) {
    const current = this.search.hits[this.#index];
    return this.search.hitsOf(line).map((hit) => (hit === current ? { ...hit, current: true } : hit));
  }

  /** Go to the next (1) or previous (-1) hit. */
  go(step) {
    const { length } = this.search.hits;
    if (!length) return;
    this.#index = (this.#index + step + length) % length;
    this.#showCount();
    this.onChange();
    this.onShow(this.search.hits[this.#index].line);
  }

  #start() {
    this.#index = -1;
    this.#wanted = true;
    this.search.start(this.input.value, this.caseButton.getAttribute("aria-pressed") === "true");
    if (!this.input.value) this.#onHits();
  }

  #toggleCase() {
    this.caseButton.setAttribute("aria-pressed", String(this.caseButton.getAttribute("aria-pressed") !== "true"));
    this.#start();
  }

  #onHits() {
    if (this.#wanted && this.search.hits.length) {
      this.#wanted = false;
      this.go(1);
    }
    this.#showCount();
    this.onChange();
  }

  #showCount() {
    const { length } = this.search.hits;
    const total = length >= MAX_HITS ? `${MAX_HITS}+` : length;
    this.count.textContent = !this.search.query ? "" : length ? `${this.#index + 1} of ${total}` : "no match";
  }

  #onKey(event) {
    if (event.key === "Enter") this.go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
