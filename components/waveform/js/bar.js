// The bar above the waves: commands on the left, what is shown on the right.

import { h } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";

import { glyphButton } from "./glyphs.js";

export class Bar {
  /** `run(command)` runs a command of keys.js. */
  constructor(container, run, { onProblems }) {
    this.signals = h("button", { "type": "button", "class": "text-btn", "aria-expanded": "false", "data-testid": "wave-tree-toggle",
      "title": "Find and add signals (S)", "onclick": () => run("toggleTree") }, icon("plus", 12), "Signals");
    this.info = h("div", { "class": "a6w-info", "data-testid": "wave-info" });
    this.problems = h("button", { "type": "button", "class": "text-btn warn", "hidden": true, "data-testid": "wave-problems", "onclick": onProblems });
    this.help = h("button", { "type": "button", "class": "icon-btn", "title": "Keys (H)", "aria-label": "Keys", "data-testid": "wave-help",
      "onclick": () => run("help") }, icon("keyboard"));
    const button = (glyph, label, command) => glyphButton(glyph, label, () => run(command), `wave-${command}`);
    const line = () => h("span", { class: "sep", role: "presentation" });
    container.append(h("div", { "class": "a6w-bar", "role": "toolbar", "aria-label": "Waveform" },
      this.signals, line(),
      button("zoom-out", "Zoom out (-)", "zoomOut"), button("zoom-in", "Zoom in (+)", "zoomIn"), button("fit", "Fit (F)", "fit"), line(),
      button("previous", "Previous change ([)", "previousEdge"), button("next", "Next change (])", "nextEdge"),
      button("marker", "Marker to the cursor (M)", "setMarker"), this.problems, this.info, this.help));
  }

  /** Show how large the trace is, the cursor, and its distance to the marker. */
  showInfo({ changes, cursor, marker, clock }) {
    const parts = [`${short(changes)} changes`];
    if (!clock.exact) parts.push(`times in steps of ${2n ** clock.shift} ticks`);
    const nodes = [parts.join(" · ")];
    if (cursor !== null) nodes.push(" · cursor ", h("b", {}, clock.label(cursor)));
    if (cursor !== null && marker !== null) {
      const frequency = clock.frequency(Math.abs(cursor - marker));
      nodes.push(" · Δ ", h("b", {}, clock.label(cursor - marker)), frequency ? ` (${frequency})` : "");
    }
    this.info.replaceChildren(...nodes);
  }

  showProblems(count) {
    this.problems.hidden = !count;
    this.problems.replaceChildren(icon("warning", 14), `${count.toLocaleString("en")} ${count === 1 ? "problem" : "problems"}`);
  }
}

function short(count) {
  const [factor, unit] = [[1e9, " G"], [1e6, " M"], [1e3, " k"]].find(([limit]) => count >= limit) ?? [1, ""];
  return `${Number((count / factor).toPrecision(2 + (count / factor >= 100)))}${unit}`;
}
