// Which stretch of time is shown: the left edge and the time per pixel. No DOM.

const MOST_PIXELS_PER_STEP = 160;

export class Viewport {
  constructor() {
    this.width = 800;
    this.sized = false;
    this.asked = null;
    this.start = 0;
    this.end = 1;
    this.t0 = 0;
    this.perPixel = 1;
  }

  get t1() { return this.t0 + this.perPixel * this.width; }

  /** The whole trace with a little room behind its end, where the last values stand. */
  get whole() { return Math.max(1, (this.end - this.start) * 1.015, this.end - this.start + 1); }

  setRange(start, end) {
    this.start = start;
    this.end = end;
  }

  /** Change the width in pixels; the left edge and the scale stay, a view of everything stays one. */
  setWidth(width) {
    const fitted = this.isFitted();
    this.width = Math.max(16, width);
    // What was asked for before the pane had a size is laid out now.
    const asked = this.sized ? null : this.asked;
    this.sized = true;
    if (asked) this.show(...asked);
    else if (fitted) this.fit();
    else this.#clamp();
  }

  isFitted() { return Math.abs(this.perPixel * this.width - this.whole) < this.whole * 1e-6 && this.t0 === this.start; }

  fit() {
    this.asked = null;
    this.perPixel = this.whole / this.width;
    this.t0 = this.start;
  }

  /** Show the time from `t0` to `t1`. */
  show(t0, t1) {
    this.asked = [t0, t1];
    this.perPixel = (t1 - t0) / this.width;
    this.t0 = t0;
    this.#clamp();
  }

  toX(time) { return (time - this.t0) / this.perPixel; }

  toTime(x) { return this.t0 + x * this.perPixel; }

  /** Scale the time per pixel; what is below pixel `x` stays there. */
  zoom(factor, x = this.width / 2) {
    const time = this.toTime(x);
    this.perPixel *= factor;
    this.#limit();
    this.t0 = time - x * this.perPixel;
    this.#clamp();
  }

  pan(pixels) {
    this.t0 += pixels * this.perPixel;
    this.#clamp();
  }

  center(time) {
    this.t0 = time - (this.width / 2) * this.perPixel;
    this.#clamp();
  }

  /** Scroll as little as needed so that a time stands at least `margin` pixels inside. */
  reveal(time, margin = 40) {
    const x = this.toX(time);
    if (x < margin || x > this.width - margin) this.center(time);
  }

  #limit() {
    this.perPixel = Math.min(this.whole / this.width, Math.max(1 / MOST_PIXELS_PER_STEP, this.perPixel));
  }

  #clamp() {
    this.#limit();
    const latest = this.start + this.whole - this.perPixel * this.width;
    this.t0 = Math.max(this.start, Math.min(latest, this.t0));
  }
}
