// Verilog for the editor: tokenizer, folding, matching of begin/end, indentation and completion words.

import * as cm from "a6hub-editor-dist/index.js";
import { blockAt, findBlocks, foldRange } from "./blocks.js";
import { indentOf } from "./indent.js";
import { SNIPPETS } from "./snippets.js";
import { KEYWORDS, SYSTEM_TASKS, TYPES, verilogMode } from "./verilog.js";

// Up to here the pairs are found again after each key; above, when typing pauses, and above that not at all.
const AT_ONCE = 60_000;
const LARGEST = 2_000_000;
const PAUSE_MS = 300;

/** The language support of Verilog and SystemVerilog. */
export function verilogSupport() {
  return new cm.LanguageSupport(language, [blocks, refresher, folding, indentation, matching, jump]);
}

const words = [
  ...[...KEYWORDS].map((label) => ({ label, type: "keyword" })),
  ...[...TYPES].map((label) => ({ label, type: "type" })),
  ...[...SYSTEM_TASKS].map((label) => ({ label, type: "function" })),
];
const language = cm.StreamLanguage.define({
  ...verilogMode,
  languageData: { ...verilogMode.languageData, a6words: words, a6snippets: SNIPPETS },
});

/** Tells that the pairs of a large document were found again. */
export const blocksFound = cm.StateEffect.define();

/** The keyword pairs of a document. */
const blocks = cm.StateField.define({
  create: ({ doc }) => (doc.length <= AT_ONCE ? find(doc) : []),
  update(pairs, transaction) {
    for (const effect of transaction.effects) if (effect.is(blocksFound)) return effect.value;
    if (!transaction.docChanged) return pairs;
    const { newDoc, changes } = transaction;
    return newDoc.length <= AT_ONCE ? find(newDoc) : pairs.map((pair) => follow(pair, changes));
  },
});

function find(doc) {
  return doc.length > LARGEST ? [] : findBlocks(doc.toString());
}

function follow({ open, close, word }, changes) {
  const span = ({ from, to }) => ({ from: changes.mapPos(from, 1), to: changes.mapPos(to, -1) });
  return { open: span(open), close: span(close), word };
}

const refresher = cm.ViewPlugin.fromClass(class {
  constructor(view) {
    this.view = view;
    this.later();
  }

  update({ docChanged }) {
    if (docChanged) this.later();
  }

  later() {
    if (this.view.state.doc.length <= AT_ONCE) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.view.dispatch({ effects: blocksFound.of(find(this.view.state.doc)) }), PAUSE_MS);
  }

  destroy() {
    clearTimeout(this.timer);
  }
});

const folding = cm.foldService.of((state, from) => foldRange(state.field(blocks), state.doc, state.doc.lineAt(from)));

const indentation = cm.indentService.of((context, position) => {
  const { doc } = context.state;
  const line = context.lineAt(position, 1);
  const number = doc.lineAt(position).number;
  // With a simulated break the new line is the rest of the present one, and the part before it is "above".
  const broken = context.simulatedBreak !== null && context.simulatedBreak === position;
  const above = (n) => {
    if (broken && n === 1) return context.lineAt(position, -1).text;
    const up = number - n + (broken ? 1 : 0);
    return up >= 1 ? doc.line(up).text : null;
  };
  const columns = (text) => context.countColumn(text, text.search(/\S|$/));
  return indentOf(above, line.text.trim(), context.unit, columns);
});

const mark = cm.Decoration.mark({ class: "cm-matchingBracket" });

const matching = cm.StateField.define({
  create: (state) => matches(state),
  update: (value, transaction) => (transaction.docChanged || transaction.selection ? matches(transaction.state) : value),
  provide: (field) => cm.EditorView.decorations.from(field),
});

function matches(state) {
  const { main } = state.selection;
  const pair = main.empty && onWord(state.doc, main.head) ? blockAt(state.field(blocks), main.head) : null;
  if (!pair) return cm.Decoration.none;
  return cm.Decoration.set([pair.open, pair.close].map(({ from, to }) => mark.range(from, to)));
}

/** Only words need the pairs: most places of the cursor are decided without looking for them. */
function onWord(doc, position) {
  const line = doc.lineAt(position);
  const at = position - line.from;
  return /\w/.test(line.text.slice(Math.max(0, at - 1), at + 1));
}

const jump = cm.keymap.of([{
  key: "Mod-Shift-\\",
  run(view) {
    const { head } = view.state.selection.main;
    const pair = blockAt(view.state.field(blocks), head);
    if (!pair) return cm.cursorMatchingBracket(view);
    const atOpen = head >= pair.open.from && head <= pair.open.to;
    view.dispatch({ selection: { anchor: atOpen ? pair.close.from : pair.open.from }, scrollIntoView: true });
    return true;
  },
}]);
