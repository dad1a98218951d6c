// The look of the code itself. Colours are the product's CSS variables, so a change of theme needs no reload.

import * as cm from "a6hub-editor-dist/index.js";

const { tags: t } = cm;
const mix = (colour, share) => `color-mix(in srgb, ${colour} ${share}%, var(--fg-0))`;

const highlight = cm.HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.controlKeyword, t.definitionKeyword], color: "var(--violet)" },
  { tag: [t.typeName, t.standard(t.typeName), t.standard(t.variableName), t.standard(t.name)], color: "var(--accent)" },
  { tag: [t.number, t.bool, t.atom, t.unit], color: "var(--warn)" },
  { tag: [t.comment, t.lineComment, t.blockComment, t.docComment], color: "var(--fg-2)", fontStyle: "italic" },
  { tag: [t.className, t.definition(t.className), t.function(t.definition(t.variableName)), t.labelName, t.namespace], color: "var(--ok)" },
  { tag: [t.string, t.special(t.string), t.character, t.attributeValue], color: mix("var(--ok)", 70) },
  { tag: [t.meta, t.processingInstruction, t.annotation, t.macroName], color: mix("var(--err)", 65) },
  { tag: [t.function(t.variableName), t.propertyName, t.definition(t.propertyName), t.attributeName, t.tagName], color: "var(--accent)" },
  { tag: [t.escape, t.regexp], color: "var(--warn)" },
  { tag: [t.variableName, t.definition(t.variableName), t.name, t.self], color: "var(--fg-0)" },
  { tag: [t.operator, t.punctuation, t.bracket, t.separator], color: mix("var(--fg-1)", 80) },
  { tag: t.heading, color: "var(--accent)", fontWeight: "700" },
  { tag: t.emphasis, fontStyle: "italic" },
  { tag: t.strong, fontWeight: "700", color: "var(--fg-0)" },
  { tag: t.strikethrough, textDecoration: "line-through" },
  { tag: [t.link, t.url], color: "var(--accent)", textDecoration: "underline" },
  { tag: t.monospace, color: mix("var(--ok)", 70) },
  { tag: [t.quote], color: "var(--fg-1)", fontStyle: "italic" },
  { tag: t.invalid, color: "var(--err)" },
]);

const thin = "1px solid var(--line)";
const strong = "1px solid var(--line-strong)";

const view = cm.EditorView.theme({
  "&": { height: "100%", color: "var(--fg-0)", backgroundColor: "var(--bg-0)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "var(--a6-line, 20px)", fontSize: "var(--a6-size, 13px)", fontVariantLigatures: "none" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 12px 0 4px" },
  "& .cm-cursor, & .cm-dropCursor": { borderLeft: "2px solid var(--accent)", marginLeft: "-1px" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-content ::selection": { backgroundColor: "transparent" },
  "& .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--fg-0) 4%, transparent)" },
  "& .cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--fg-0)" },
  "& .cm-gutters": { backgroundColor: "var(--bg-0)", color: "var(--fg-3)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 8px", minWidth: "34px" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 0 0 2px" },
  ".cm-foldGutter .cm-gutterElement": { width: "14px", padding: "0", textAlign: "center", cursor: "pointer" },
  ".cm-foldGutter .cm-a6-fold": { opacity: "0", color: "var(--fg-2)", transition: "opacity .12s" },
  ".cm-foldGutter:hover .cm-a6-fold, .cm-foldGutter .cm-a6-fold.closed": { opacity: "1" },
  "& .cm-foldPlaceholder": {
    background: "var(--bg-3)", border: thin, color: "var(--fg-1)", borderRadius: "4px", padding: "0 6px", margin: "0 4px",
  },
  "&.cm-focused .cm-matchingBracket, & .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--accent) 18%, transparent)", outline: "1px solid color-mix(in srgb, var(--accent) 45%, transparent)", borderRadius: "2px",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "color-mix(in srgb, var(--err) 22%, transparent)" },
  "& .cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--violet) 20%, transparent)", borderRadius: "2px" },
  "& .cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 26%, transparent)", borderRadius: "2px" },
  "& .cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 55%, transparent)" },
  "& .cm-specialChar": { color: "var(--err)" },
  "& .cm-lintRange-error, & .cm-lintRange-warning, & .cm-lintRange-info, & .cm-lintRange-hint": {
    backgroundImage: "none", textDecoration: "underline wavy 1px", textUnderlineOffset: "4px", paddingBottom: "0",
  },
  "& .cm-lintRange-error": { textDecorationColor: "var(--err)" },
  "& .cm-lintRange-warning": { textDecorationColor: "var(--warn)" },
  "& .cm-lintRange-info, & .cm-lintRange-hint": { textDecorationColor: "var(--accent)" },
  "& .cm-lintRange-active": { backgroundColor: "color-mix(in srgb, var(--warn) 14%, transparent)" },
  "& .cm-lint-marker": { width: "9px", height: "9px", marginTop: "calc((var(--a6-line, 20px) - 9px) / 2)", borderRadius: "50%", content: "none" },
  "& .cm-lint-marker-error": { background: "var(--err)" },
  "& .cm-lint-marker-warning": { background: "var(--warn)", borderRadius: "2px" },
  "& .cm-lint-marker-info, & .cm-lint-marker-hint": { background: "var(--accent)" },
  "& .cm-tooltip": {
    backgroundColor: "var(--bg-2)", color: "var(--fg-0)", border: strong, borderRadius: "var(--r)",
    boxShadow: "0 8px 24px rgb(0 0 0 / .28)", font: "12.5px/1.45 var(--font)", overflow: "hidden",
  },
  "& .cm-diagnostic": { padding: "6px 10px", marginLeft: "0", borderLeft: "3px solid transparent", maxWidth: "560px", whiteSpace: "pre-wrap" },
  "& .cm-diagnostic-error": { borderLeftColor: "var(--err)" },
  "& .cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  "& .cm-diagnostic-info, & .cm-diagnostic-hint": { borderLeftColor: "var(--accent)" },
  "& .cm-diagnosticSource": { color: "var(--fg-2)", opacity: "1", fontSize: "11px" },
  "& .cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12.5px", maxHeight: "16em", minWidth: "260px" },
  "& .cm-tooltip-autocomplete ul li": { padding: "2px 8px", lineHeight: "20px", color: "var(--fg-1)" },
  "& .cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--bg-3)", color: "var(--fg-0)" },
  "& .cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  "& .cm-completionDetail": { color: "var(--fg-2)", fontStyle: "normal", marginLeft: "12px" },
  "& .cm-completionIcon": { opacity: ".8", color: "var(--fg-2)", width: "1.2em" },
  "& .cm-tooltip.cm-completionInfo": { padding: "8px 10px", maxWidth: "360px" },
  "& .cm-snippetField": { backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)" },
  "& .cm-panels": { backgroundColor: "var(--bg-1)", color: "var(--fg-1)", font: "13px/1.45 var(--font)", border: "none" },
  "& .cm-panels-top": { borderBottom: thin },
  "& .cm-panels-bottom": { borderTop: thin },
  ".cm-a6-value": {
    color: "color-mix(in srgb, var(--accent) 82%, var(--fg-0))", background: "color-mix(in srgb, var(--accent) 10%, transparent)",
    borderRadius: "4px", padding: "0 5px", marginLeft: "10px", fontSize: ".885em", whiteSpace: "pre",
  },
  ".cm-a6-value.ok": { color: "var(--ok)", background: "none" },
  ".cm-a6-value.warn": { color: "var(--warn)", background: "none" },
  ".cm-a6-value.err": { color: "var(--err)", background: "none" },
  ".cm-a6-link": { textDecoration: "underline", color: "var(--accent)", cursor: "pointer" },
  ".cm-a6-indent": {
    backgroundImage: "repeating-linear-gradient(to right, var(--line) 0 1px, transparent 1px calc(var(--a6-step) * 1ch))",
    backgroundSize: "calc(var(--a6-columns) * 1ch) 100%", backgroundPosition: "4px 0", backgroundRepeat: "no-repeat",
  },
});

export const appearance = [view, cm.syntaxHighlighting(highlight)];
