// The values of the visible signals at the cursor: the newest question wins, older answers are skipped.

import { valueLabel } from "./values.js";

export class CursorValues {
  #next = null;
  #busy = false;

  /** `w` is the viewer; `onError(error)` is told what failed. */
  constructor(w, onError) {
    this.w = w;
    this.onError = onError;
    this.labels = new Map();
  }

  clear() { this.labels = new Map(); }

  /** Ask for the values of these items at the viewer's cursor. */
  ask(items) {
    const shown = items.filter((item) => item.type === "signal" && item.number >= 0);
    const variables = this.w.variablesOf(shown);
    if (this.w.cursor === null || !variables.length) {
      this.#next = null;
      this.clear();
      this.w.parts.list.setValues(this.labels);
      return;
    }
    this.#next = { source: this.w.source, cursor: this.w.cursor, items: shown, variables };
    if (!this.#busy) this.#work();
  }

  async #work() {
    this.#busy = true;
    while (this.#next) {
      const question = this.#next;
      this.#next = null;
      try {
        const answer = await question.source.values(question.variables, question.cursor);
        if (question.source === this.w.source) this.#show(question, answer);
      } catch (error) {
        this.onError(error);
      }
    }
    this.#busy = false;
  }

  #show({ source, cursor, items, variables }, answer) {
    const { hierarchy } = source;
    const values = new Map(variables.map((variable, index) => [variable, answer[index]]));
    for (const item of items) {
      this.labels.set(item.key, valueLabel(hierarchy.form(item.number), values.get(hierarchy.canonical[item.number]), item.radix));
    }
    this.w.parts.list.setValues(this.labels);
    const active = this.w.activeItem;
    const value = active?.number >= 0 ? this.labels.get(active.key) : null;
    this.w.say(`cursor ${source.clock.label(cursor)}${value ? `, ${hierarchy.label(active.number)} ${value.text}` : ""}`);
  }
}
