// Draws thin lines at the indentation steps of the visible lines.

import * as cm from "a6hub-editor-dist/index.js";

/** Columns of white space before the text of a line. */
function leadingColumns(text, tabSize) {
  let columns = 0;
  for (const character of text) {
    if (character === "\t") columns += tabSize - (columns % tabSize);
    else if (character === " ") columns++;
    else return columns;
  }
  return 0;
}

export const indentMarks = cm.ViewPlugin.fromClass(class {
  constructor(view) {
    this.decorations = build(view);
  }

  update(update) {
    if (update.docChanged || update.viewportChanged) this.decorations = build(update.view);
  }
}, { decorations: (plugin) => plugin.decorations });

function build(view) {
  const { state } = view;
  const unit = state.facet(cm.indentUnit);
  const step = unit === "\t" ? state.tabSize : unit.length;
  const builder = new cm.RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const columns = columnsOf(state.doc, line.number, state.tabSize);
      if (columns > step) builder.add(line.from, line.from, marked(step, columns));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** A blank line shows the lines that those around it share. */
function columnsOf(doc, number, tabSize) {
  const { text } = doc.line(number);
  if (/\S/.test(text)) return leadingColumns(text, tabSize);
  return Math.min(nearest(doc, number, -1, tabSize), nearest(doc, number, 1, tabSize));
}

function nearest(doc, number, step, tabSize) {
  for (let n = number + step; n >= 1 && n <= doc.lines && Math.abs(n - number) < 50; n += step) {
    const { text } = doc.line(n);
    if (/\S/.test(text)) return leadingColumns(text, tabSize);
  }
  return 0;
}

const cache = new Map();

function marked(step, columns) {
  const key = `${step} ${columns}`;
  if (!cache.has(key)) {
    const style = `--a6-step:${step};--a6-columns:${columns}`;
    cache.set(key, cm.Decoration.line({ class: "cm-a6-indent", attributes: { style } }));
  }
  return cache.get(key);
}
