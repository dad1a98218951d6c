// A short tour on first use: points at parts of the page one after the other, and never comes back once dismissed.

import { disposer, h, installStyle, uniqueId } from "a6hub-kit/dom.js";

import { placeBeside } from "./place.js";

const CSS = `
.a6-tour-ring { position: fixed; z-index: 880; border: 2px solid var(--accent); border-radius: 8px; pointer-events: none;
  box-shadow: 0 0 0 4px color-mix(in srgb, var(--accent) 25%, transparent); transition: all .15s; }
.a6-tour { position: fixed; z-index: 890; width: 300px; padding: 14px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--bg-2);
  color: var(--fg-1); box-shadow: var(--shadow); font: 13px/1.5 var(--font); }
.a6-tour h2 { margin: 0 0 4px; font-size: 14px; }
.a6-tour p { margin: 0 0 12px; }
.a6-tour footer { display: flex; align-items: center; gap: 8px; }
.a6-tour footer .count-of { flex: 1; color: var(--fg-2); font-size: 12px; }
`;

/** Options: `emit(event, detail)`, `steps` `[{target (a selector), title, text}]`. Event: done {finished}. */
export class Tour {
  #bin = disposer();
  #index = -1;

  constructor(container, options) {
    installStyle("tour", CSS);
    this.o = { emit() {}, steps: [], ...options };
    this.container = container;
  }

  /** Begin with the first step whose target is on the page. */
  start() {
    if (this.#index >= 0) return;
    const id = uniqueId("tour");
    this.ring = h("div", { class: "a6-tour-ring" });
    this.title = h("h2", { id });
    this.text = h("p", {});
    this.counter = h("span", { class: "count-of" });
    this.next = h("button", { "type": "button", "class": "btn primary", "data-testid": "tour-next", "onclick": () => this.#go(this.#index + 1) });
    this.box = h("div", { "class": "a6-tour", "role": "dialog", "aria-labelledby": id, "data-testid": "tour" }, this.title, this.text,
      h("footer", {}, this.counter,
        h("button", { "type": "button", "class": "btn quiet", "data-testid": "tour-dismiss", "onclick": () => this.#finish(false) }, "Don't show again"), this.next));
    this.container.append(this.ring, this.box);
    this.#bin.listen(window, "resize", () => this.#place());
    this.#bin.listen(this.box, "keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#finish(false);
    });
    this.#go(0);
  }

  #go(index) {
    const steps = this.o.steps;
    let at = index;
    while (at < steps.length && !document.querySelector(steps[at].target)?.offsetParent) at += 1;
    if (at >= steps.length) { this.#finish(true); return; }
    this.#index = at;
    this.title.textContent = steps[at].title;
    this.text.textContent = steps[at].text;
    this.counter.textContent = `${at + 1} of ${steps.length}`;
    this.next.textContent = at === steps.length - 1 ? "Done" : "Next";
    this.#place();
    this.next.focus({ preventScroll: true });
  }

  #place() {
    const target = document.querySelector(this.o.steps[this.#index]?.target);
    if (!target) return;
    const box = target.getBoundingClientRect();
    Object.assign(this.ring.style, { left: `${box.left - 3}px`, top: `${box.top - 3}px`, width: `${box.width + 6}px`, height: `${box.height + 6}px` });
    const own = this.box.getBoundingClientRect();
    const { left, top } = placeBeside(box, own, { width: innerWidth, height: innerHeight });
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px` });
  }

  #finish(finished) {
    if (this.#index < 0) return;
    this.#index = -1;
    this.#bin.dispose();
    this.ring.remove();
    this.box.remove();
    this.o.emit("done", { finished });
  }

  destroy() {
    this.#bin.dispose();
    this.ring?.remove();
    this.box?.remove();
  }
}

/** Build the tour; it is shown by `start`. */
export const createTour = (container, options) => new Tour(container, options);
