// What is needed only after the first text is on the screen: completion and search.
export {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completeAnyWord, completionKeymap,
  completionStatus, selectedCompletionIndex, snippetCompletion, startCompletion,
} from "@codemirror/autocomplete";
export {
  SearchQuery, closeSearchPanel, findNext, findPrevious, getSearchQuery, highlightSelectionMatches,
  openSearchPanel, replaceAll, replaceNext, search, searchPanelOpen, selectMatches, selectNextOccurrence,
  selectSelectionMatches, setSearchQuery,
} from "@codemirror/search";
