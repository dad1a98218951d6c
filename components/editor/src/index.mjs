// All the editor takes from npm. Static exports are its core; each load function becomes a chunk fetched on first use.
export {
  Annotation, Compartment, EditorSelection, EditorState, Facet, Prec, RangeSetBuilder, StateEffect, StateField,
  Transaction,
} from "@codemirror/state";
export {
  Decoration, EditorView, ViewPlugin, WidgetType, drawSelection, dropCursor, highlightActiveLine,
  highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, rectangularSelection, runScopeHandlers,
  tooltips,
} from "@codemirror/view";
export {
  addCursorAbove, addCursorBelow, cursorMatchingBracket, defaultKeymap, history, historyKeymap, indentLess, indentMore,
  insertTab, isolateHistory, redo, toggleComment, undo,
} from "@codemirror/commands";
export {
  HighlightStyle, LanguageDescription, LanguageSupport, StreamLanguage, bracketMatching, codeFolding, foldAll,
  foldGutter, foldKeymap, foldService, indentOnInput, indentService, indentUnit, syntaxHighlighting, syntaxTree, unfoldAll,
} from "@codemirror/language";
export { forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
export { highlightTree, tagHighlighter, tags } from "@lezer/highlight";

export const loadC = () => import("@codemirror/lang-cpp");
export const loadJson = () => import("@codemirror/lang-json");
export const loadMarkdown = () => import("@codemirror/lang-markdown");
export const loadMerge = () => import("@codemirror/merge");
export const loadPython = () => import("@codemirror/lang-python");
export const loadShell = () => import("@codemirror/legacy-modes/mode/shell");
export const loadTcl = () => import("@codemirror/legacy-modes/mode/tcl");
export const loadToml = () => import("@codemirror/legacy-modes/mode/toml");
export const loadTools = () => import("./tools.mjs");
export const loadVhdl = () => import("@codemirror/legacy-modes/mode/vhdl");
export const loadVim = () => import("@replit/codemirror-vim");
export const loadYaml = () => import("@codemirror/lang-yaml");
