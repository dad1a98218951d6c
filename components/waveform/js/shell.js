// The elements of the viewer: bar, scope panel, signal list, canvases, strip.

import { h } from "a6hub-kit/dom.js";

import { Bar } from "./bar.js";
import { WaveCanvas } from "./canvas.js";
import { listHost, panelHost } from "./hosts.js";
import { Minimap } from "./minimap.js";
import { ScopePanel } from "./scope_panel.js";
import { SignalList } from "./signal_list.js";
import { splitter } from "./splitter.js";

let counter = 0;

/** Build everything below `container`; `w` is the viewer that the parts report to. */
export function buildShell(container, w) {
  counter += 1;
  const help = `a6w-help-${counter}`;
  const root = h("div", { "class": w.o.readOnly ? "a6w on-page" : "a6w", "role": "region", "aria-label": "Waveform", "data-testid": "waveform" });
  const bar = new Bar(root, (command) => w.run(command), { onProblems: () => w.showProblems() });
  const body = h("div", { class: "a6w-body" });
  root.append(body);
  const panel = new ScopePanel(body, panelHost(w));
  panel.root.append(splitter(root, { name: "--a6w-tree", label: "Width of the scopes", least: 140, most: () => root.clientWidth * 0.5,
    onChange: () => w.changed(), testid: "wave-split-tree" }));
  const head = h("div", { class: "a6w-head" }, h("span", {}, "Signal"), h("span", { class: "value" }, "Value"));
  head.append(splitter(root, { name: "--a6w-value", label: "Width of the values", least: 40, most: () => root.clientWidth * 0.4, direction: -1,
    onChange: () => w.changed(), testid: "wave-split-value" }));
  const rows = h("div", { class: "a6w-rows" });
  const left = h("div", { class: "a6w-list" }, head, rows, h("div", { class: "a6w-corner" }));
  left.append(splitter(root, { name: "--a6w-list", label: "Width of the signal list", least: 120, most: () => root.clientWidth * 0.7,
    onChange: () => w.changed(), testid: "wave-split-list" }));
  const stage = h("div", { "class": "a6w-stage", "id": `${help}-waves`, "tabindex": "0", "role": "application", "aria-roledescription": "waveform",
    "aria-label": "Waves", "aria-describedby": help, "data-testid": "wave-stage" });
  const canvas = new WaveCanvas(stage);
  const wave = h("div", { class: "a6w-wave" }, stage);
  const map = new Minimap(wave, { view: w.view, controls: stage.id, onChange: () => w.viewChanged() });
  const note = h("div", { "class": "a6w-note", "hidden": true, "data-testid": "wave-note" });
  const live = h("div", { "class": "visually-hidden", "role": "status", "aria-live": "polite", "data-testid": "wave-live" });
  const description = h("div", { "class": "visually-hidden", "id": help },
    "Values of the shown signals over time. Arrow keys move the cursor from change to change; the values are in the list of signals. H shows all keys.");
  wave.append(note);
  body.append(left, wave);
  root.append(live, description);
  container.append(root);
  const list = new SignalList(rows, listHost(w));
  return { root, bar, body, panel, list, stage, canvas, map, note, live, wave };
}
