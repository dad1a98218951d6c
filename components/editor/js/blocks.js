// Finds the paired keywords of Verilog (begin/end, module/endmodule, `ifdef/`endif ...) and what can be folded.

const CLOSER = {
  begin: "end", case: "endcase", casex: "endcase", casez: "endcase", randcase: "endcase", checker: "endchecker",
  class: "endclass", clocking: "endclocking", config: "endconfig", covergroup: "endgroup", fork: "join",
  function: "endfunction", generate: "endgenerate", interface: "endinterface", macromodule: "endmodule",
  module: "endmodule", package: "endpackage", primitive: "endprimitive", program: "endprogram",
  property: "endproperty", sequence: "endsequence", specify: "endspecify", table: "endtable", task: "endtask",
  "`ifdef": "`endif", "`ifndef": "`endif",
};
const CLOSES = { join_any: "join", join_none: "join" };
for (const closer of Object.values(CLOSER)) CLOSES[closer] = closer;

// A word that opens a block elsewhere opens none after these: `extern function`, `virtual interface`, `wait fork` ...
const PROTOTYPE = new Set(["extern", "import", "export", "pure", "typedef"]);
const NOT_AFTER = {
  checker: new Set(), clocking: new Set(["default"]), fork: new Set(["wait", "disable"]),
  interface: new Set(["virtual"]), property: new Set(["assert", "assume", "cover", "expect", "restrict"]),
  sequence: new Set(["cover"]),
};
const PROTOTYPED = new Set(["class", "function", "interface", "module", "task"]);
const TOKEN = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|\\\S+|[`$]?[A-Za-z_][\w$]*|;/g;

/**
 * The pairs of a Verilog text in the order of their ends: `{open: {from, to}, close: {from, to}, word}`.
 * Comments of several lines are pairs with the word "comment".
 */
export function findBlocks(text) {
  const pairs = [];
  const open = [];
  let prototype = false;
  let previous = "";
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    const span = { from: match.index, to: match.index + word.length };
    if (word.startsWith("/*")) {
      if (word.includes("\n")) pairs.push(comment(span));
    } else if (isWord(word)) {
      if (PROTOTYPE.has(word)) prototype = true;
      if (opens(word, previous, prototype)) open.push({ word, span });
      else if (CLOSES[word] && Object.hasOwn(CLOSES, word)) close(word, span, open, pairs);
      previous = word;
    } else if (word === ";") {
      prototype = false;
      previous = "";
    }
  }
  return pairs;
}

/** The pair whose opening or closing word touches a position, or null. */
export function blockAt(pairs, position) {
  const touches = ({ from, to }) => from <= position && position <= to;
  return pairs.find((pair) => pair.word !== "comment" && (touches(pair.open) || touches(pair.close))) ?? null;
}

/** What folds at a line: from its end to the end of the line before the closing word; null if nothing does. */
export function foldRange(pairs, doc, line) {
  let widest = null;
  for (const { open, close, word } of pairs) {
    if (open.from < line.from || open.from > line.to) continue;
    const last = doc.lineAt(close.from);
    const to = word === "comment" ? close.to : last.from - 1;
    if (to > line.to && (!widest || to > widest.to)) widest = { from: line.to, to };
  }
  return widest;
}

function isWord(token) {
  return /^[`A-Za-z_]/.test(token);
}

function opens(word, previous, prototype) {
  if (!Object.hasOwn(CLOSER, word)) return false;
  if (prototype && PROTOTYPED.has(word)) return false;
  return !NOT_AFTER[word]?.has(previous);
}

function close(word, span, open, pairs) {
  const closer = CLOSES[word];
  for (let at = open.length - 1; at >= 0; at--) {
    if (CLOSER[open[at].word] !== closer) continue;
    pairs.push({ open: open[at].span, close: span, word: open[at].word });
    // What was opened inside and never closed must not swallow the rest of the file.
    open.length = at;
    return;
  }
}

function comment({ from, to }) {
  return { open: { from, to: from + 2 }, close: { from: to - 2, to }, word: "comment" };
}
