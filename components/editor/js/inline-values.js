// Shows values (of the waveform's cursor, say) at the ends of lines; they move with the text until they are set again.

import * as cm from "a6hub-editor-dist/index.js";

const TONES = new Set(["ok", "warn", "err"]);
const setValues = cm.StateEffect.define();

export const inlineValues = cm.StateField.define({
  create: () => cm.Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setValues)) next = place(transaction.state.doc, effect.value);
    return next;
  },
  provide: (field) => cm.EditorView.decorations.from(field),
});

/** The change that shows `{line, text, title?, tone?}`, coloured by its tone (ok, warn, err), instead of the values shown so far. */
export function valuesChange(items) {
  return { effects: setValues.of(items) };
}

class Value extends cm.WidgetType {
  constructor(text, title, tone) {
    super();
    Object.assign(this, { text, title, tone });
  }

  eq(other) {
    return other.text === this.text && other.title === this.title && other.tone === this.tone;
  }

  toDOM() {
    const element = document.createElement("span");
    element.className = `cm-a6-value ${this.tone}`.trim();
    element.textContent = this.text;
    if (this.title) element.title = this.title;
    return element;
  }
}

function place(doc, items) {
  const inside = items.filter(({ line }) => line >= 1 && line <= doc.lines);
  const ranges = inside.map(({ line, text, title = "", tone = "" }) => {
    const widget = new Value(String(text), String(title), TONES.has(tone) ? tone : "");
    return cm.Decoration.widget({ widget, side: 1 }).range(doc.line(line).to);
  });
  return cm.Decoration.set(ranges, true);
}
