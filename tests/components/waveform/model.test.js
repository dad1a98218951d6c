// Which signals are shown: defaults, order, groups, and the state that is kept.
import assert from "node:assert/strict";
import test from "node:test";

import { defaultSignals } from "../../../components/waveform/js/defaults.js";
import { Hierarchy, treeRows } from "../../../components/waveform/js/hierarchy.js";
import { ItemList } from "../../../components/waveform/js/items.js";
import { commandOf } from "../../../components/waveform/js/keys.js";
import { saveState, stateTimes } from "../../../components/waveform/js/state.js";
import { Clock } from "../../../components/waveform/js/time.js";
import { Viewport } from "../../../components/waveform/js/viewport.js";

/** Build a hierarchy from `{"tb.dut": ["clk", "data[7:0]"]}`; equal letters after `=` share a track. */
function hierarchyOf(plan) {
  const scopes = { name: [], kind: [], parent: [] };
  const variables = { name: [], bits: [], kind: [], scope: [], track: [] };
  const tracks = { form: [], width: [] };
  const numbers = new Map();
  const named = new Map();
  for (const [path, names] of Object.entries(plan)) {
    let parent = -1;
    path.split(".").forEach((name, depth, all) => {
      const full = all.slice(0, depth + 1).join(".");
      if (!numbers.has(full)) {
        numbers.set(full, scopes.name.length);
        scopes.name.push(name);
        scopes.kind.push("module");
        scopes.parent.push(parent);
      }
      parent = numbers.get(full);
    });
    for (const each of names) {
      const [, name, bits = "", kind = "wire", alias] = /^([^[ =]+)(\[.*?\])?(?: (\w+))?(?:=(\w+))?$/.exec(each);
      if (!alias || !named.has(alias)) {
        named.set(alias ?? `${path}.${name}`, tracks.form.length);
        tracks.form.push(bits ? 1 : 0);
        tracks.width.push(bits ? 8 : 1);
      }
      variables.name.push(name);
      variables.bits.push(bits);
      variables.kind.push(kind);
      variables.scope.push(parent);
      variables.track.push(alias ? named.get(alias) : tracks.form.length - 1);
    }
  }
  return new Hierarchy({ scopes, variables, tracks });
}

const paths = (hierarchy, groups) => groups.map(({ scope, variables }) => [hierarchy.scopePaths[scope] ?? "", ...variables.map((number) => hierarchy.label(number))]);

test("a testbench shows clock and reset first, then its signals and those of the design", () => {
  const hierarchy = hierarchyOf({
    "pkg": [],
    "tb": ["i integer", "data[7:0]", "rst_n=r", "clk=c", "WIDTH parameter"],
    "tb.dut": ["clk=c", "rst_n=r", "state[1:0]", "busy"],
  });
  assert.deepEqual(paths(hierarchy, defaultSignals(hierarchy)), [["tb", "clk", "rst_n", "i", "data[7:0]"], ["tb.dut", "state[1:0]", "busy"]]);
});

test("the defaults stop at a dozen and leave room for the design", () => {
  const many = (name) => Array.from({ length: 40 }, (_, number) => `${name}${number}`);
  const hierarchy = hierarchyOf({ "tb": [...many("a"), "i_clk"], "tb.dut": [...many("b"), "aresetn"] });
  const groups = paths(hierarchy, defaultSignals(hierarchy));
  assert.deepEqual(groups.map((group) => group.length - 1), [6, 6]);
  assert.deepEqual([groups[0][1], groups[1][1]], ["i_clk", "aresetn"]);
});

test("an empty wrapper is passed, and a trace without scopes works", () => {
  const wrapped = hierarchyOf({ "TOP.sim": ["clk"] });
  assert.deepEqual(paths(wrapped, defaultSignals(wrapped)), [["TOP.sim", "clk"]]);
  const flat = new Hierarchy({ scopes: { name: [], kind: [], parent: [] }, tracks: { form: [0], width: [1] },
    variables: { name: ["x"], bits: [""], kind: ["wire"], scope: [-1], track: [0] } });
  assert.deepEqual(defaultSignals(flat), [{ scope: -1, variables: [0] }]);
});

test("names of one track are one request, and a name is found with another range", () => {
  const hierarchy = hierarchyOf({ "tb": ["clk=c"], "tb.dut": ["clk=c", "data[7:0]"] });
  assert.deepEqual([...hierarchy.canonical], [0, 0, 2]);
  assert.equal(hierarchy.find("tb.dut.data[3:0]"), 2);
  assert.equal(hierarchy.find("tb.dut.nothing"), undefined);
});

test("search finds every word in the path, in any order", () => {
  const hierarchy = hierarchyOf({ "tb.uart_tx": ["state[1:0]", "shift[7:0]"], "tb.uart_rx": ["state[1:0]"] });
  assert.deepEqual(hierarchy.search("state TX"), { found: [0], total: 1 });
  assert.deepEqual(hierarchy.search("uart", 2), { found: [0, 1], total: 3 });
});

test("the tree shows what is open", () => {
  const hierarchy = hierarchyOf({ "tb": ["clk"], "tb.dut": ["q"] });
  const labels = (open) => treeRows(hierarchy, new Set(open)).map((row) => `${" ".repeat(row.depth)}${row.label}`);
  assert.deepEqual(labels([]), ["tb"]);
  assert.deepEqual(labels([0]), ["tb", " dut", " clk"]);
  assert.deepEqual(labels([0, 1]), ["tb", " dut", "  q", " clk"]);
});

const shown = (list) => list.items.map((item) => (item.type === "group" ? `${item.open ? "v" : ">"}${item.name}` : item.path));

function sample() {
  const list = new ItemList();
  list.addToGroup("tb", [{ path: "a" }, { path: "b" }]);
  list.addToGroup("dut", [{ path: "c" }, { path: "d" }]);
  return list;
}

test("a signal is added at the end of the group of its scope", () => {
  const list = sample();
  list.addToGroup("tb", [{ path: "e" }]);
  assert.deepEqual(shown(list), ["vtb", "a", "b", "e", "vdut", "c", "d"]);
});

test("a closed group hides its signals, and takes them along when it moves or goes", () => {
  const list = sample();
  list.items[0].open = false;
  assert.deepEqual(list.visible().map((item) => item.path ?? item.name), ["tb", "dut", "c", "d"]);
  list.move([list.items[0].key], null);
  assert.deepEqual(shown(list), ["vdut", "c", "d", ">tb", "a", "b"]);
  list.remove([list.items[3].key]);
  assert.deepEqual(shown(list), ["vdut", "c", "d"]);
});

test("selected rows move together, up and down, and stop at the ends", () => {
  const list = sample();
  const keys = list.items.filter((item) => ["c", "d"].includes(item.path)).map((item) => item.key);
  list.shift(keys, -1);
  assert.deepEqual(shown(list), ["vtb", "a", "b", "c", "d", "vdut"]);
  for (let step = 0; step < 9; step += 1) list.shift(keys, -1);
  assert.deepEqual(shown(list), ["c", "d", "vtb", "a", "b", "vdut"]);
  list.shift(keys, 1);
  assert.deepEqual(shown(list), ["vtb", "c", "d", "a", "b", "vdut"]);
});

test("every change of the list can be taken back, step by step", () => {
  const list = sample();
  list.remember();
  list.remove([list.items[1].key]);
  list.remember();
  list.shift([list.items.at(-1).key], -1);
  assert.deepEqual(shown(list), ["vtb", "b", "vdut", "d", "c"]);
  list.undo();
  assert.deepEqual(shown(list), ["vtb", "b", "vdut", "c", "d"]);
  list.undo();
  assert.deepEqual(shown(list), ["vtb", "a", "b", "vdut", "c", "d"]);
  assert.equal(list.undo(), false);
});

test("a state is matched by name with the next run, and keeps what that run lacks", () => {
  const list = sample();
  const again = new ItemList();
  again.load(JSON.parse(JSON.stringify(list)));
  again.resolve({ find: (path) => ({ a: 5, c: 1 })[path] });
  assert.deepEqual(again.signals.map((item) => [item.path, item.number]), [["a", 5], ["b", -1], ["c", 1], ["d", -1]]);
  again.load([{ type: "signal" }, null, 7, { path: "ok", radix: 3 }]);
  assert.deepEqual(again.items.map((item) => [item.path, item.radix]), [["ok", "hex"]]);
});

test("view, cursor and marker survive, unless the timescale is another one", () => {
  const clock = new Clock({ end: "10000", timescale: { factor: 1, unit: "ns" } });
  const view = new Viewport();
  view.setRange(0, 10000);
  view.show(100, 900);
  const root = { style: { getPropertyValue: () => "" } };
  const state = JSON.parse(JSON.stringify(saveState({ items: new ItemList(), active: null, view, clock, cursor: 250, marker: null, rowHeight: 26, treeOpen: false, root })));
  assert.deepEqual(stateTimes(state, clock), { view: { t0: 100, t1: 900 }, cursor: 250, marker: null });
  assert.equal(stateTimes(state, new Clock({ end: "100", timescale: clock.timescale })).cursor, null);
  assert.equal(stateTimes(state, new Clock({ end: "10000", timescale: { factor: 1, unit: "ps" } })).view, null);
  assert.equal(stateTimes({ ...state, cursor: "<b>" }, clock).cursor, null);
});

test("keys mean commands; with Ctrl they are the browser's", () => {
  const command = (key, more = {}, onStage = true) => commandOf({ key, ...more }, onStage);
  assert.deepEqual(["f", "+", "]", "M", "Delete"].map((key) => command(key)), ["fit", "zoomIn", "nextEdge", "setMarker", "remove"]);
  assert.equal(command("M", { shiftKey: true }), "clearMarker");
  assert.equal(command("ArrowRight"), "nextEdge");
  assert.equal(command("ArrowRight", {}, false), null);
  assert.equal(command("ArrowUp", { altKey: true }, false), "moveUp");
  assert.equal(command("f", { ctrlKey: true }), null);
  assert.equal(command("z", { ctrlKey: true }), "undo");
});
