// What is loaded after the first text is shown: completion and search, with their keys.

import * as cm from "a6hub-editor-dist/index.js";
import { breakAfterKeyword, completionSource, textSource, wordsSource } from "./completion.js";
import { searchPanel } from "./search-panel.js";

/** The tools for the editor's states; `completions()` gives the completions set from outside. */
export async function loadTools(completions) {
  const tools = await cm.loadTools();
  const sources = [wordsSource(tools), completionSource(completions), textSource(tools)];
  const extension = [
    cm.Prec.highest(cm.keymap.of([
      { key: "Enter", run: breakAfterKeyword(tools) },
      { key: "Tab", run: tools.acceptCompletion },
    ])),
    tools.search({ top: true, createPanel: searchPanel(tools) }),
    tools.highlightSelectionMatches({ minSelectionLength: 2, highlightWordAroundCursor: true, wholeWords: true }),
    tools.autocompletion({ icons: true, maxRenderedOptions: 60 }),
    tools.closeBrackets(),
    cm.EditorState.languageData.of(() => sources.map((autocomplete) => ({ autocomplete }))),
    cm.keymap.of([
      ...tools.closeBracketsKeymap,
      ...tools.completionKeymap,
      { key: "F3", run: tools.findNext, shift: tools.findPrevious, preventDefault: true },
      { key: "Mod-d", run: tools.selectNextOccurrence, preventDefault: true },
      { key: "Mod-Shift-l", run: tools.selectSelectionMatches, preventDefault: true },
    ]),
  ];
  return { ...tools, extension };
}
