// The keys of the waveform viewer, and what the help says about them. No DOM.

export const HELP = [
  ["← →", "previous or next change of the selected signal"],
  ["[ ]", "the same, also from the list"],
  ["↑ ↓", "select the signal above or below"],
  ["+ −", "zoom in or out at the cursor"],
  ["F", "fit the whole trace"],
  ["C", "bring the cursor into the middle"],
  ["Shift ← →", "scroll in time"],
  ["Home End", "cursor to the start or end of the trace"],
  ["M", "marker to the cursor"],
  ["Shift M", "take the marker away"],
  ["S", "find and add signals"],
  ["R", "radix of the selected signals"],
  ["Del", "remove the selected signals"],
  ["Alt ↑ ↓", "move the selected signals"],
  ["G", "new group; F2 renames it"],
  ["Ctrl Z", "undo adding, removing, moving"],
  ["H", "this help"],
  ["Click", "cursor, snapping to a change nearby"],
  ["Double click", "marker"],
  ["Drag", "scroll; Shift and drag zooms to what was marked"],
  ["Ctrl Wheel", "zoom; the wheel scrolls, with Shift in time"],
];

const PLAIN = {
  "+": "zoomIn", "=": "zoomIn", "-": "zoomOut", "_": "zoomOut", "f": "fit", "c": "center", "m": "setMarker", "s": "showTree", "r": "showRadix",
  "h": "help", "g": "addGroup", "[": "previousEdge", "]": "nextEdge", "delete": "remove", "f2": "rename", "backspace": "remove", "escape": "escape",
};
const STAGE = { arrowleft: "previousEdge", arrowright: "nextEdge", arrowup: "selectUp", arrowdown: "selectDown", home: "toStart", end: "toEnd" };

/** Return the name of the command of a key event, or null; `onStage` tells that the waves have the focus. */
export function commandOf(event, onStage) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return key === "z" && !event.shiftKey ? "undo" : null;
  if (event.altKey) return { arrowup: "moveUp", arrowdown: "moveDown" }[key] ?? null;
  if (event.shiftKey && { arrowleft: 1, arrowright: 1 }[key]) return key === "arrowleft" ? "panLeft" : "panRight";
  if (event.shiftKey && key === "m") return "clearMarker";
  return PLAIN[key] ?? (onStage && !event.shiftKey ? STAGE[key] ?? null : null);
}
