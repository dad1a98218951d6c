// What keys, buttons and menus do to the viewer.

import { openMenu } from "a6hub-kit/menu.js";

import { FORM } from "./decode.js";
import { RADICES } from "./radix.js";
import { showHelp } from "./sheet.js";

const ZOOM = 1.6;

/** The commands by the names of keys.js; each gets the viewer. */
export const COMMANDS = {
  zoomIn: (w) => zoom(w, 1 / ZOOM),
  zoomOut: (w) => zoom(w, ZOOM),
  fit(w) {
    w.view.fit();
    w.viewChanged();
  },
  center(w) {
    if (w.cursor === null) return;
    w.view.center(w.cursor);
    w.viewChanged();
  },
  panLeft: (w) => pan(w, -0.25),
  panRight: (w) => pan(w, 0.25),
  previousEdge: (w) => edge(w, "previous"),
  nextEdge: (w) => edge(w, "next"),
  toStart: (w) => w.moveCursor(w.clock.start, { reveal: true }),
  toEnd: (w) => w.moveCursor(w.clock.end, { reveal: true }),
  setMarker: (w) => w.moveMarker(w.cursor ?? w.clock.start),
  clearMarker: (w) => w.moveMarker(null),
  showTree: (w) => w.showTree(true),
  toggleTree: (w) => w.showTree(!w.parts.panel.isOpen),
  showRadix: (w) => openRowMenu(w, w.activeItem, ...menuPlace(w)),
  help: (w) => showHelp(w.parts.root),
  addGroup(w) {
    w.items.remember();
    const key = w.items.addGroup("group", w.parts.list.active);
    w.itemsChanged();
    w.parts.list.select(key);
    COMMANDS.rename(w);
  },
  rename(w) {
    const group = w.activeItem;
    if (group?.type === "group") w.parts.list.rename(group.key, group.name, (name) => w.renameGroup(group, name));
  },
  undo(w) {
    if (w.items.undo()) w.itemsChanged();
    else w.say("nothing to undo");
  },
  remove(w) {
    const selected = new Set(w.parts.list.selected);
    const at = w.shown.findIndex((item) => selected.has(item.key));
    if (at < 0) return;
    w.items.remember();
    w.items.remove(selected);
    w.itemsChanged();
    // The row that moved up is selected, so that the next key finds something.
    const next = w.shown[Math.min(at, w.shown.length - 1)];
    if (next) w.parts.list.select(next.key);
  },
  moveUp: (w) => shift(w, -1),
  moveDown: (w) => shift(w, 1),
  selectUp: (w) => select(w, -1),
  selectDown: (w) => select(w, 1),
  escape: (w) => w.showTree(false),
};

function zoom(w, factor) {
  const x = w.cursor === null ? undefined : w.view.toX(w.cursor);
  w.view.zoom(factor, x >= 0 && x <= w.view.width ? x : undefined);
  w.viewChanged();
}

function pan(w, share) {
  w.view.pan(w.view.width * share);
  w.viewChanged();
}

async function edge(w, direction) {
  const item = w.activeItem ?? w.items.signals.find((each) => each.number >= 0);
  if (item?.type !== "signal" || item.number < 0) return;
  const time = await w.source.edge(item.number, w.cursor ?? w.clock.start, direction);
  if (time !== null) w.moveCursor(time, { reveal: true });
  else w.say(direction === "next" ? "no later change" : "no earlier change");
}

function shift(w, step) {
  w.items.remember();
  w.items.shift(w.parts.list.selected, step);
  w.itemsChanged();
}

function select(w, step) {
  const rows = w.items.visible();
  const at = rows.findIndex((item) => item.key === w.parts.list.active);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  if (next) w.parts.list.select(next.key);
}

function menuPlace(w) {
  const box = (w.parts.list.tree.element(w.parts.list.active) ?? w.parts.root).getBoundingClientRect();
  return [box.left + 40, box.bottom];
}

/** Open the menu of a row: radix, order, height. */
export function openRowMenu(w, item, x, y) {
  const number = item?.number ?? -1;
  const vector = number >= 0 && w.source.hierarchy.form(number) === FORM.VECTOR;
  const items = [];
  if (vector) {
    items.push({ title: "Radix" }, ...RADICES.map(({ id, label }) => ({ id: `radix:${id}`, label, checked: item.radix === id })), "-");
  }
  if (item?.type === "group") items.push({ id: "rename", label: "Rename", icon: "pencil", shortcut: "F2" });
  if (item) {
    items.push({ id: "moveUp", label: "Move up", shortcut: "Alt+ArrowUp" }, { id: "moveDown", label: "Move down", shortcut: "Alt+ArrowDown" },
      { id: "remove", label: item.type === "group" ? "Remove the group" : "Remove", icon: "trash", shortcut: "Delete" }, "-");
  }
  items.push({ id: "addGroup", label: "New group", shortcut: "G" }, { id: "showTree", label: "Find and add signals", icon: "search", shortcut: "S" }, "-",
    { title: "Row height" }, ...[[20, "Small"], [26, "Normal"], [34, "Large"]].map(([height, label]) => ({
      id: `height:${height}`, label, checked: w.parts.list.rowHeight === height })));
  openMenu({ items, x, y, label: "Signal", onSelect: (id) => choose(w, id) });
}

function choose(w, id) {
  const [name, value] = id.split(":");
  if (name === "radix") {
    w.items.remember();
    const selected = new Set(w.parts.list.selected);
    for (const item of w.items.signals) if (selected.has(item.key)) item.radix = value;
    w.itemsChanged();
  } else if (name === "height") w.setRowHeight(Number(value));
  else w.run(name);
}
