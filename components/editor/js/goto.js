// Ctrl-click (or F12) on a name asks for its definition; while Ctrl is held the name under the pointer looks like a link.

import * as cm from "a6hub-editor-dist/index.js";
import { placeAt } from "./offsets.js";

const NAME = /[\w$`]+/g;

/** The extension; `go({line, column, word})` is called with the name that was asked for. */
export function gotoDefinition(go) {
  return [
    link,
    linkField,
    cm.EditorView.domEventHandlers({
      mousedown(event, view) {
        const name = isModified(event) && event.button === 0 && !event.altKey && nameAtPointer(event, view);
        if (!name) return false;
        event.preventDefault();
        go(describe(view, name));
        return true;
      },
    }),
    cm.keymap.of([{
      key: "F12",
      run(view) {
        const name = nameAt(view.state.doc, view.state.selection.main.head);
        if (name) go(describe(view, name));
        return true;
      },
    }]),
  ];
}

/** The name that a position touches: `{from, to, word}`, or null. */
export function nameAt(doc, position) {
  const line = doc.lineAt(position);
  for (const match of line.text.matchAll(NAME)) {
    const from = line.from + match.index;
    const to = from + match[0].length;
    if (from <= position && position <= to && !/^\d/.test(match[0])) return { from, to, word: match[0] };
  }
  return null;
}

function describe(view, { from, word }) {
  return { ...placeAt(view.state.doc, from), word };
}

function isModified(event) {
  return event.ctrlKey || event.metaKey;
}

function nameAtPointer(event, view) {
  const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
  const name = position === null ? null : nameAt(view.state.doc, position);
  // The empty space behind a line counts as its end; a click there means no name.
  return name && event.clientX <= (view.coordsAtPos(name.to, -1)?.right ?? 0) + 2 ? name : null;
}

const setLink = cm.StateEffect.define();
const linkMark = cm.Decoration.mark({ class: "cm-a6-link" });

const linkField = cm.StateField.define({
  create: () => cm.Decoration.none,
  update(decorations, transaction) {
    for (const { is, value } of transaction.effects.map((effect) => ({ is: effect.is(setLink), value: effect.value }))) {
      if (is) return value ? cm.Decoration.set([linkMark.range(value.from, value.to)]) : cm.Decoration.none;
    }
    return transaction.docChanged ? cm.Decoration.none : decorations;
  },
  provide: (field) => cm.EditorView.decorations.from(field),
});

const link = cm.ViewPlugin.define((view) => {
  let shown = null;
  const show = (name) => {
    if (shown?.from === name?.from && shown?.to === name?.to) return;
    shown = name;
    view.dispatch({ effects: setLink.of(name) });
  };
  return {
    move: (event) => show(isModified(event) ? nameAtPointer(event, view) : null),
    hide: () => show(null),
  };
}, {
  eventHandlers: {
    mousemove(event) { this.move(event); },
    mouseleave() { this.hide(); },
    keyup(event) { if (!isModified(event)) this.hide(); },
  },
});
