// The strip below the waves: where the view is in the whole trace, with cursor and marker; drag it to scroll.

import { h } from "a6hub-kit/dom.js";

export class Minimap {
  constructor(container, { view, controls, onChange }) {
    this.view = view;
    this.onChange = onChange;
    this.thumb = h("div", { class: "thumb" });
    this.cursor = h("div", { class: "tick", hidden: true });
    this.marker = h("div", { class: "tick marker", hidden: true });
    this.root = h("div", { "class": "a6w-map", "role": "scrollbar", "aria-label": "Position in the trace", "aria-orientation": "horizontal",
      "aria-controls": controls,
      "tabindex": "0", "data-testid": "wave-map", "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "0",
      "onpointerdown": (event) => this.#grab(event), "onkeydown": (event) => this.#onKey(event) },
    this.thumb, this.cursor, this.marker);
    container.append(this.root);
  }

  /** Show view, cursor and marker. */
  draw(cursor, marker) {
    const { view } = this;
    const share = (time) => (time - view.start) / view.whole;
    const width = Math.min(1, (view.t1 - view.t0) / view.whole);
    this.thumb.style.left = `${Math.max(0, Math.min(share(view.t0), 1 - width)) * 100}%`;
    this.thumb.style.width = `${width * 100}%`;
    for (const [element, time] of [[this.cursor, cursor], [this.marker, marker]]) {
      element.hidden = time === null;
      if (time !== null) element.style.left = `${share(time) * 100}%`;
    }
    const room = 1 - width;
    this.root.setAttribute("aria-valuenow", String(room > 1e-9 ? Math.round((share(view.t0) / room) * 100) : 0));
  }

  #grab(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.root.focus({ preventScroll: true });
    const { width, left } = this.root.getBoundingClientRect();
    const perPixel = this.view.whole / width;
    if (event.target !== this.thumb) this.#go(this.view.start + (event.clientX - left) * perPixel - (this.view.t1 - this.view.t0) / 2);
    const from = this.view.t0;
    const start = event.clientX;
    const move = (next) => this.#go(from + (next.clientX - start) * perPixel);
    this.root.setPointerCapture(event.pointerId);
    this.root.addEventListener("pointermove", move);
    this.root.addEventListener("lostpointercapture", () => this.root.removeEventListener("pointermove", move), { once: true });
  }

  #go(t0) {
    this.view.pan((t0 - this.view.t0) / this.view.perPixel);
    this.onChange();
  }

  #onKey(event) {
    const { width } = this.view;
    const moves = { ArrowLeft: -width / 10, ArrowRight: width / 10, PageUp: -width * 0.9, PageDown: width * 0.9, Home: -Infinity, End: Infinity };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (Number.isFinite(move)) this.view.pan(move);
    else this.view.pan(Math.sign(move) * (this.view.whole / this.view.perPixel));
    this.onChange();
  }
}
