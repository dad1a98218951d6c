// Times: from ticks to text, and the marks of the ruler. No DOM.

const UNITS = [["s", 0], ["ms", -3], ["µs", -6], ["ns", -9], ["ps", -12], ["fs", -15]];
const EXPONENTS = { s: 0, ms: -3, us: -6, ns: -9, ps: -12, fs: -15 };

/**
 * Numbers of JavaScript count exactly to 2^53 only, a trace to 2^63. A clock holds times as numbers of *steps* of 2^shift
 * ticks; shift is 0 for every trace that ends before 2^52 ticks, and times are exact then.
 */
export class Clock {
  constructor({ start = "0", end = "0", timescale = null } = {}) {
    const last = BigInt(end);
    this.shift = 0n;
    while (last >> this.shift > 1n << 52n) this.shift += 1n;
    this.timescale = timescale;
    this.start = Number(BigInt(start) >> this.shift);
    this.end = Number(last >> this.shift);
  }

  get exact() { return this.shift === 0n; }

  /** Return the ticks of a time as text, for the server. */
  ticks(time) { return String(BigInt(Math.floor(time)) << this.shift); }

  /** Return the time for ticks that came as text. */
  time(ticks) { return Number(BigInt(ticks) >> this.shift); }

  /** Return a time as people read it: `1.236 µs`; without a timescale, the ticks. */
  label(time) {
    const ticks = BigInt(Math.floor(Math.abs(time))) << this.shift;
    const text = this.timescale ? scaled(ticks * BigInt(this.timescale.factor), EXPONENTS[this.timescale.unit]) : grouped(ticks);
    return (time < 0 ? "-" : "") + text;
  }

  /** Return a duration and the frequency it stands for. */
  frequency(time) {
    if (!this.timescale || time <= 0) return "";
    const seconds = time * 2 ** Number(this.shift) * this.timescale.factor * 10 ** EXPONENTS[this.timescale.unit];
    const hertz = 1 / seconds;
    const [factor, unit] = [[1e9, "GHz"], [1e6, "MHz"], [1e3, "kHz"], [1, "Hz"]].find(([limit]) => hertz >= limit * (1 - 1e-9)) ?? [1, "Hz"];
    return `${Number((hertz / factor).toPrecision(4))} ${unit}`;
  }

  /** Return the marks of a ruler: `{time, label}` at round times, as close as `spacing` pixels and their labels allow. */
  marks(t0, t1, width, spacing = 84, character = 6.8) {
    const perPixel = (t1 - t0) / Math.max(1, width);
    const room = Math.max(spacing, this.#markLabel(t1, this.step(perPixel * spacing), t1).length * character + 14);
    const step = this.step(perPixel * room);
    const marks = [];
    for (let time = Math.ceil(t0 / step) * step; time <= t1; time += step) marks.push({ time, label: this.#markLabel(time, step, t1) });
    return { step, marks };
  }

  // All marks have the unit of the last one, and as many digits as the step needs.
  #markLabel(time, step, last) {
    if (!this.timescale) return this.label(time);
    const exponent = EXPONENTS[this.timescale.unit];
    const ticks = (value) => (BigInt(Math.floor(value)) << this.shift) * BigInt(this.timescale.factor);
    const [unit, base] = unitOf(ticks(Math.max(last, 1)), exponent);
    const decimals = Math.max(0, base - exponent - trailingZeros(ticks(step)));
    const digits = ticks(time).toString().padStart(base - exponent + 1, "0");
    const cut = digits.length - (base - exponent);
    return `${digits.slice(0, cut)}${decimals ? `.${digits.slice(cut, cut + decimals)}` : ""} ${unit}`;
  }

  /** Return the smallest round step (1, 2 or 5 times a power of ten, at least a tick) that is not below `least`. */
  step(least) {
    const factor = this.timescale?.factor ?? 1;
    const target = Math.max(least, 1) * factor;
    const power = 10 ** Math.floor(Math.log10(target));
    const round = [1, 2, 5, 10].find((each) => each * power >= target * (1 - 1e-9)) * power;
    return Math.max(1, Math.ceil(round / factor - 1e-9));
  }
}

// The largest unit of which the value holds at least one.
function unitOf(value, exponent) {
  const size = value.toString().length + exponent;
  return UNITS.find(([, each]) => size > each) ?? UNITS.at(-1);
}

function trailingZeros(value) { return value.toString().match(/0*$/)[0].length; }

function scaled(value, exponent) {
  if (value === 0n) return `0 ${UNITS.find(([, each]) => each === exponent)[0]}`;
  const digits = value.toString();
  const [unit, base] = unitOf(value, exponent);
  const point = digits.length + exponent - base;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const rest = (point > 0 ? digits.slice(point) : "0".repeat(-point) + digits).replace(/0+$/, "");
  return `${unit === "s" ? grouped(BigInt(whole)) : whole}${rest && `.${rest}`} ${unit}`;
}

function grouped(value) { return value.toString().replace(/\B(?=(\d{3})+$)/g, " "); }
