// What the parts of the viewer ask of it: scope panel, signal list, pointer.

import { openRowMenu } from "./commands.js";
import { commandOf } from "./keys.js";
import { nearestEdge } from "./snap.js";

export function panelHost(w) {
  return {
    onAdd: (numbers) => w.add(numbers),
    isShown: (number) => w.numbers.has(number),
    onClose: () => w.showTree(false),
  };
}

export function listHost(w) {
  return {
    describe: (item) => describe(w, item),
    onSelect: () => w.schedule(),
    onMenu: (item, x, y) => w.source && openRowMenu(w, item, x, y),
    onKey: (event, item) => onListKey(w, event, item),
    onToggle(key, open) {
      w.items.get(key).open = open;
      w.itemsChanged();
    },
    onMove(keys, before) {
      w.items.remember();
      w.items.move(keys, before);
      w.itemsChanged();
    },
    onDrop(numbers, before) {
      w.items.remember();
      const keys = w.items.insert(numbers.map((number) => w.signal(number)), before);
      w.itemsChanged();
      w.parts.list.selectAll(keys);
    },
    onScroll() {
      w.schedule();
      w.askValues();
    },
  };
}

function describe(w, item) {
  if (item.type === "group") return { label: item.name, title: item.name, missing: false };
  if (item.number < 0) return { label: item.path.split(".").at(-1), title: `${item.path} is not in this trace`, missing: true };
  const { hierarchy } = w.source;
  return { label: hierarchy.label(item.number), title: `${item.path} (${hierarchy.describe(item.number)})`, missing: false };
}

// Left and right open and close groups; on a signal they go from change to change.
function onListKey(w, event, item) {
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  const command = commandOf(event, sideways && item?.type === "signal");
  if (command) w.run(command);
  return command !== null;
}

export function pointerHost(w) {
  const itemAt = (y) => w.rows().find((row) => y >= row.top && y < row.top + row.height)?.item;
  return {
    view: w.view,
    cursorX: () => (w.cursor === null ? null : w.view.toX(w.cursor)),
    onView: () => w.viewChanged(),
    setCursor: (x, y, { snap }) => point(w, x, snap ? itemAt(y) : null),
    setMarker: (x) => w.source && w.moveMarker(w.cursor ?? Math.floor(w.view.toTime(x))),
    selectAt: (y) => { if (itemAt(y)) w.parts.list.select(itemAt(y).key); },
    menuAt(y, clientX, clientY) {
      const item = itemAt(y);
      if (item) w.parts.list.select(item.key);
      if (w.source) openRowMenu(w, item ?? null, clientX, clientY);
    },
    setRange(range) {
      w.range = range;
      w.overlay();
    },
    zoomTo(x0, x1) {
      w.view.show(w.view.toTime(x0), w.view.toTime(x1));
      w.viewChanged();
    },
    // On a page that scrolls, the wheel is the page's, unless a person works in the viewer and rows are left to scroll.
    leavesWheel(pixels) {
      if (!w.o.readOnly) return false;
      const before = w.parts.list.scrollTop;
      const inUse = w.parts.root.contains(document.activeElement) && w.parts.list.overflows;
      if (inUse) w.parts.list.scrollTop = before + Math.sign(pixels);
      const moved = inUse && w.parts.list.scrollTop !== before;
      w.parts.list.scrollTop = before;
      return !moved;
    },
    scrollRows(pixels) {
      if (!w.parts.list.overflows) return false;
      w.parts.list.scrollTop += pixels;
      return true;
    },
  };
}

async function point(w, x, item) {
  if (!w.source) return;
  const near = item?.number >= 0 ? edgeNear(w, x, item) : null;
  w.moveCursor(near?.time ?? Math.floor(w.view.toTime(x)));
  if (!near || near.exact) return;
  // The picture knows the column of the change; the server knows its time.
  const at = w.cursor;
  const exact = await w.source.edge(item.number, near.time - 1, "next").catch(() => null);
  if (exact !== null && w.cursor === at) w.moveCursor(exact);
}

function edgeNear(w, x, item) {
  const variable = w.source.hierarchy.canonical[item.number];
  return nearestEdge(w.tiles.pieces(w.level, variable, w.view.toTime(x - 8), w.view.toTime(x + 8)), w.view, x);
}
