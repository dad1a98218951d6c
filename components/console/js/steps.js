// The steps of a run with their times, and what the running one uses.

import { disposer, h } from "a6hub-kit/dom.js";

import { duration, toneOf, usageParts } from "./usage.js";

const TICK_MS = 500;
const FAILED = new Set(["failed", "crashed", "timed-out", "dead"]);

export class StepsBar {
  #bin = disposer();
  #running = [];
  #timer = 0;

  constructor() {
    this.list = h("ol", { "class": "a6-console-steps", "aria-label": "Steps", "data-testid": "console-steps" });
    this.usage = h("div", { "class": "a6-console-usage", "aria-label": "What the run uses", "role": "group", "hidden": true, "data-testid": "console-usage" });
    this.element = h("div", { class: "a6-console-head" }, this.list, this.usage);
    this.#bin.add(() => clearInterval(this.#timer));
  }

  /** Show `[{title, state, detail?, started_at?}]`; the time of a running step goes on by itself. */
  set(steps) {
    this.#running = [];
    this.list.replaceChildren(...steps.map((step) => this.#item(step)));
    if (!this.#running.length) this.setUsage(null);
    clearInterval(this.#timer);
    if (this.#running.length) this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  #item({ title, state, detail, started_at: started }) {
    const time = h("span", { class: "time" }, detail ?? "");
    if (state === "running" && started) this.#running.push({ time, started: Date.parse(started) });
    return h("li", { "data-state": state }, h("span", { class: `a6-state ${FAILED.has(state) ? "failed" : state}`, role: "img", "aria-label": state }), title, time);
  }

  #tick() {
    for (const { time, started } of this.#running) time.textContent = duration((Date.now() - started) / 1000);
  }

  /** Show what is used of each limit; null hides it. */
  setUsage(usage) {
    this.usage.hidden = !usage;
    if (!usage) return;
    this.usage.replaceChildren(...usageParts(usage).map(({ id, label, text, share }) => h("span", { "class": `part ${toneOf(share ?? 0)}`, "title": `${label}: ${text}`, "data-testid": `usage-${id}` },
      h("span", { class: "name" }, label), share === null ? null : bar(share), text)));
  }

  destroy() { this.#bin.dispose(); }
}

function bar(share) {
  const fill = h("i");
  fill.style.width = `${Math.round(share * 100)}%`;
  return h("span", { "class": "bar", "aria-hidden": "true" }, fill);
}
