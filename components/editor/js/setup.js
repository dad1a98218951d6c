// Puts together the extensions of a document; what a person can set sits in slots that are refilled in place.

import * as cm from "a6hub-editor-dist/index.js";
import { gotoDefinition } from "./goto.js";
import { indentMarks } from "./indent-marks.js";
import { detectIndent } from "./indent.js";
import { inlineValues } from "./inline-values.js";
import { ownKeys, tabKeys } from "./keys.js";
import { appearance } from "./theme.js";
import { blocksFound } from "./verilog-support.js";

export const DEFAULTS = {
  fontSize: 13,
  tabSize: 2,
  wordWrap: false,
  keymap: "default",
  minimap: true,
  indentMarks: true,
};

const slots = {
  keymap: new cm.Compartment(),
  language: new cm.Compartment(),
  marks: new cm.Compartment(),
  minimap: new cm.Compartment(),
  tabs: new cm.Compartment(),
  tools: new cm.Compartment(),
  wrap: new cm.Compartment(),
};

/** Marks a transaction whose text is the server's: it is not saved again. */
export const fromServer = cm.Annotation.define();

/**
 * The state of a document.
 *
 * @param {object} parts text, selection, form (line ends), readOnly, label, settings, extras (filled slots), listener, actions
 */
export function createState({ text, selection, form, readOnly, label, settings, extras, listener, actions }) {
  return cm.EditorState.create({
    doc: text,
    selection,
    extensions: [
      slots.keymap.of(extras.keymap ?? []),
      ownKeys(actions),
      basics,
      form.eol === null ? cm.EditorState.lineSeparator.of("\n") : [],
      cm.EditorState.readOnly.of(readOnly),
      cm.EditorView.contentAttributes.of(() => ({ "aria-label": label(), "data-testid": "editor-text", spellcheck: "false", tabindex: "0" })),
      slots.tabs.of(tabSettings(text, settings)),
      slots.wrap.of(settings.wordWrap ? cm.EditorView.lineWrapping : []),
      slots.marks.of(settings.indentMarks ? indentMarks : []),
      slots.minimap.of(extras.minimap ?? []),
      slots.tools.of(extras.tools ?? []),
      slots.language.of(extras.language ?? []),
      inlineValues,
      gotoDefinition((place) => actions.pass("goto", place)),
      cm.EditorView.updateListener.of(listener),
      appearance,
    ],
  });
}

/** The change that fills a slot anew. */
export function refill(slot, extension) {
  return { effects: slots[slot].reconfigure(extension) };
}

/** What a document's tabs slot holds: the file's own habit goes before the person's wish. */
export function tabSettings(text, { tabSize }) {
  return [cm.EditorState.tabSize.of(tabSize), cm.indentUnit.of(detectIndent(text, " ".repeat(tabSize)))];
}

/** Pairs of slot and extension for the settings that changed. */
export function settingChanges(settings, changes, text) {
  const slots = [];
  if (changes.wordWrap !== undefined) slots.push(["wrap", settings.wordWrap ? cm.EditorView.lineWrapping : []]);
  if (changes.indentMarks !== undefined) slots.push(["marks", settings.indentMarks ? indentMarks : []]);
  if (changes.tabSize !== undefined && text !== null) slots.push(["tabs", tabSettings(text, settings)]);
  return slots;
}

const foldMark = (open) => {
  const element = document.createElement("span");
  element.className = open ? "cm-a6-fold" : "cm-a6-fold closed";
  element.textContent = open ? "▾" : "▸";
  element.title = open ? "Fold" : "Unfold";
  return element;
};

const pairsFound = ({ transactions }) => transactions.some(({ effects }) => effects.some((effect) => effect.is(blocksFound)));

const basics = [
  cm.lintGutter(),
  cm.lineNumbers(),
  cm.foldGutter({ markerDOM: foldMark, foldingChanged: pairsFound }),
  cm.codeFolding({ placeholderText: "⋯" }),
  cm.highlightActiveLine(),
  cm.highlightActiveLineGutter(),
  cm.highlightSpecialChars(),
  cm.history(),
  cm.drawSelection(),
  cm.dropCursor(),
  cm.EditorState.allowMultipleSelections.of(true),
  cm.indentOnInput(),
  cm.bracketMatching(),
  cm.rectangularSelection({ eventFilter: (event) => event.altKey && event.shiftKey && event.button === 0 }),
  cm.EditorView.clickAddsSelectionRange.of((event) => event.altKey && !event.shiftKey),
  cm.keymap.of([...cm.defaultKeymap, ...cm.historyKeymap, ...cm.foldKeymap]),
  tabKeys,
];
