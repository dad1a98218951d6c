// Three buttons that hide errors, warnings or all other lines.

import { debounce, h } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";

import { LEVELS } from "./sections.js";

const NAMES = { error: "Errors", warning: "Warnings", info: "Other lines" };
const COUNT_MS = 200;

export class LevelFilter {
  #buttons = new Map();

  /** `onChange()` is called when other lines are to be shown. */
  constructor(sections, shown, onChange) {
    Object.assign(this, { sections, shown, onChange });
    for (const level of LEVELS) this.#buttons.set(level, this.#button(level));
    this.element = h("div", { "class": "a6-console-levels", "role": "group", "aria-label": "Lines shown" }, [...this.#buttons.values()]);
    // Counting reads every line once; while a tool writes fast, now and then is enough.
    this.more = debounce(() => this.draw(), COUNT_MS);
    this.draw();
  }

  #button(level) {
    return h("button", { "type": "button", "class": `a6-console-level ${level}`, "aria-pressed": "true", "data-testid": `console-level-${level}`,
      "onclick": () => this.#flip(level) }, icon(level, 13), h("span", { class: "number" }));
  }

  #flip(level) {
    this.shown.setHidden(level, !this.shown.hidden.has(LEVELS.indexOf(level)));
    this.draw();
    this.onChange();
  }

  /** Show the numbers of lines and which of them are hidden. */
  draw() {
    this.sections.levelAll();
    LEVELS.forEach((level, index) => {
      const button = this.#buttons.get(level);
      const shown = !this.shown.hidden.has(index);
      const count = this.sections.counts[index];
      button.setAttribute("aria-pressed", String(shown));
      button.setAttribute("aria-label", `${NAMES[level]}: ${count}`);
      button.title = `${shown ? "Hide" : "Show"} ${NAMES[level].toLowerCase()}`;
      button.querySelector(".number").textContent = level === "info" ? "" : count;
    });
  }
}
