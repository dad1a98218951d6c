// The editor's own keys; everything else is CodeMirror's default keymap.

import * as cm from "a6hub-editor-dist/index.js";

/** The keymap; `actions` are the editor's methods by name. */
export function ownKeys(actions) {
  const does = (name, ...args) => () => (actions[name](...args), true);
  return cm.Prec.high(cm.keymap.of([
    { key: "Mod-s", run: does("save"), preventDefault: true },
    { key: "Mod-Enter", run: does("pass", "run"), preventDefault: true },
    { key: "Mod-k", run: does("pass", "palette"), preventDefault: true },
    { key: "Mod-Shift-p", run: does("pass", "palette"), preventDefault: true },
    { key: "F1", run: does("pass", "palette"), preventDefault: true },
    { key: "Mod-f", run: does("openSearch"), preventDefault: true },
    { key: "Mod-h", run: does("openSearch", { replace: true }), preventDefault: true },
    { key: "Mod-g", run: does("goToLine"), preventDefault: true },
    { key: "Alt-z", run: does("toggleWordWrap") },
    { key: "Alt-w", run: does("closeActive") },
    { key: "Alt-PageUp", run: does("cycle", -1) },
    { key: "Alt-PageDown", run: does("cycle", 1) },
    { key: "F8", run: cm.nextDiagnostic, shift: cm.previousDiagnostic },
  ]));
}

/** Tab indents what is selected, and otherwise goes to the next stop; Escape before it leaves the editor. */
export const tabKeys = cm.keymap.of([{ key: "Tab", run: indent, shift: cm.indentLess }]);

function indent(view) {
  const { state } = view;
  if (state.selection.ranges.some((range) => !range.empty)) return cm.indentMore(view);
  const unit = state.facet(cm.indentUnit);
  if (unit === "\t") return cm.insertTab(view);
  view.dispatch(state.changeByRange((range) => {
    const line = state.doc.lineAt(range.head);
    const width = unit.length - ((range.head - line.from) % unit.length);
    const changes = { from: range.head, insert: " ".repeat(width) };
    return { changes, range: cm.EditorSelection.cursor(range.head + width) };
  }), { scrollIntoView: true, userEvent: "input" });
  return true;
}
