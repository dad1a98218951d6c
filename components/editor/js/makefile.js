// A small tokenizer of makefiles for CodeMirror's StreamLanguage.

const DIRECTIVE = /^(?:define|else|endef|endif|export|ifdef|ifeq|ifndef|ifneq|-?include|override|undefine|unexport|vpath)\b/;

export const makefileMode = {
  name: "makefile",
  startState: () => ({ recipe: false }),
  token(stream, state) {
    if (stream.sol()) {
      state.recipe = stream.match("\t", false) !== null && stream.peek() === "\t";
      if (!state.recipe && stream.match(/^[\w./%$(){}-]+(?=[^=]*:(?!=))/)) return "className";
      if (!state.recipe && stream.match(DIRECTIVE)) return "keyword";
      if (stream.match(/^[\w.-]+(?=\s*(?:[:+?!]{0,3}=))/)) return "variableName.definition";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match(/^\$[({][\w.-]+/)) return "variableName.standard";
    if (stream.match(/^\$[@<^+*?%$]/)) return "variableName.standard";
    if (stream.match(/^"(?:\\.|[^"\\])*"?|^'[^']*'?/)) return "string";
    if (stream.match(/^\.[A-Z]{3,}\b/)) return "keyword";
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: "#" } },
};
