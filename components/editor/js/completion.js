// Completion: the language's words and snippets, and what is set from outside (a list or an asynchronous provider).

import { placeAt } from "./offsets.js";

const WORD = /[\w$`]+$/;
const VALID = /^[\w$`]*$/;

/** Words and snippets of the language at the cursor. */
export function wordsSource(tools) {
  const snippets = new Map();
  return (context) => {
    const word = context.matchBefore(WORD);
    if ((!word && !context.explicit) || inComment(context)) return null;
    const words = wordsAt(context.state, context.pos);
    if (words.length === 0) return null;
    const templates = context.state.languageDataAt("a6snippets", context.pos).flat().map((snippet) => {
      if (!snippets.has(snippet)) snippets.set(snippet, compiled(tools, snippet));
      return snippets.get(snippet);
    });
    return { from: word?.from ?? context.pos, options: [...templates, ...words], validFor: VALID };
  };
}

/** The words of the text. */
export function textSource(tools) {
  return (context) => (inComment(context) ? null : tools.completeAnyWord(context));
}

/** Enter after a whole keyword ("end", "begin") breaks the line unless a completion was chosen with the arrows. */
export function breakAfterKeyword(tools) {
  return (view) => {
    const { state } = view;
    if (tools.completionStatus(state) !== "active" || tools.selectedCompletionIndex(state) > 0) return false;
    const { head } = state.selection.main;
    const line = state.doc.lineAt(head);
    const [word] = WORD.exec(line.text.slice(0, head - line.from)) ?? [];
    if (wordsAt(state, head).some(({ label }) => label === word)) tools.closeCompletion(view);
    return false;
  };
}

/**
 * Completions from outside: `completions()` is a list of `{label, detail?, info?, type?, apply?, boost?}`, or a function
 * of `{line, column, word, text}` that returns one, perhaps later.
 */
export function completionSource(completions) {
  return async (context) => {
    const given = completions();
    const word = context.matchBefore(WORD);
    if (!given || (!word && !context.explicit)) return null;
    const place = placeAt(context.state.doc, context.pos);
    const items = typeof given === "function"
      ? await given({ ...place, word: word?.text ?? "", text: () => context.state.doc.toString() })
      : given;
    if (context.aborted || !items?.length) return null;
    return { from: word?.from ?? context.pos, options: items.map(option), validFor: VALID };
  };
}

function compiled(tools, { label, detail, template }) {
  return tools.snippetCompletion(template, { label, detail, type: "text", boost: 1 });
}

function option({ label, detail, info, type = "variable", apply, boost = 2 }) {
  return { label: String(label), detail, info, type, apply, boost };
}

function wordsAt(state, position) {
  return state.languageDataAt("a6words", position).flat();
}

/** Prose is not completed unless someone asks. */
function inComment({ state, pos, explicit }) {
  const [tokens] = state.languageDataAt("commentTokens", pos);
  if (explicit || !tokens?.line) return false;
  const line = state.doc.lineAt(pos);
  return line.text.slice(0, pos - line.from).includes(tokens.line);
}
