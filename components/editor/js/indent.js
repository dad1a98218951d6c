// Says how far a line of Verilog is indented, from the lines above it.

const OPENERS = /^(?:begin|case[xz]?|randcase|checker|class|clocking|covergroup|fork|function|generate|interface|macromodule|module|package|primitive|program|property|sequence|specify|table|task|[({[])$/;
const CLOSERS = /^(?:end\w*|join\w*|[)}\]])$/;
const UNIT_HEADER = /^\s*(?:macromodule|module|interface|program|checker)\b/;
const BARE_CONTROL = /^(?:(?:end\s+)?(?:else\s+)?(?:if|for|foreach|while|repeat)\s*\(.*\)|(?:end\s+)?else|always(?:_\w+)?\b.*|initial|final|forever|[\w',\s]+:)$/;
const MOST_LINES = 400;

/**
 * The column at which a line starts.
 *
 * @param {(above: number) => string|null} above the line 1, 2, ... above, null before the start of the text
 * @param {string} text the line itself (only its first word counts)
 * @param {number} unit columns of one step
 * @param {(line: string) => number} columns where the text of a line starts
 */
export function indentOf(above, text, unit, columns) {
  const lines = linesAbove(above);
  if (lines.length === 0) return 0;
  const [last] = lines;
  const closes = CLOSERS.test(firstToken(text)) ? 1 : 0;
  if (openness(last.code) > 0) return Math.max(0, columns(last.text) + (1 - closes) * unit);
  const start = startOfStatement(lines);
  const first = lines[start];
  if (UNIT_HEADER.test(first.code) && /[)\]}]\s*;\s*$/.test(last.code)) return columns(first.text) + (1 - closes) * unit;
  if (BARE_CONTROL.test(last.code.trim()) && !/^\s*begin\b/.test(text)) return columns(last.text) + unit;
  const base = /^\s*else\b/.test(text) ? startOfIf(lines, start, columns) : startOfControl(lines, start, columns);
  return Math.max(0, columns(lines[base].text) - closes * unit);
}

function linesAbove(above) {
  const lines = [];
  for (let n = 1; n <= MOST_LINES; n++) {
    const text = above(n);
    if (text === null) break;
    const code = withoutNoise(text);
    if (code.trim() && !/^\s*`/.test(code)) lines.push({ text, code });
  }
  return lines;
}

/** Blocks and brackets that a line leaves open; what closes at its start belongs to the lines above. */
function openness(code) {
  let depth = 0;
  for (const token of tokens(code)) {
    if (OPENERS.test(token)) depth++;
    else if (CLOSERS.test(token) && depth > 0) depth--;
  }
  return depth;
}

/** The index of the line in which the statement began whose blocks and brackets the last line closes. */
function startOfStatement(lines) {
  let at = 0;
  for (let depth = unmatched(lines[at].code); depth > 0; depth = unmatched(lines[at].code)) {
    let up = at;
    while (depth > 0 && ++up < lines.length) depth = depthAbove(lines[up].code, depth);
    if (up >= lines.length) break;
    at = up;
  }
  return at;
}

/** What a line closes without having opened it. */
function unmatched(code) {
  let depth = 0;
  let missing = 0;
  for (const token of tokens(code)) {
    if (OPENERS.test(token)) depth++;
    else if (CLOSERS.test(token) && --depth < 0) missing -= depth;
    depth = Math.max(0, depth);
  }
  return missing;
}

/** The depth that remains above a line, given the depth below it; 0 as soon as the opener is found. */
function depthAbove(code, depth) {
  for (const token of tokens(code).reverse()) {
    if (CLOSERS.test(token)) depth++;
    else if (OPENERS.test(token) && --depth === 0) return 0;
  }
  return depth;
}

/** The line of the `if` that an `else` after the given line belongs to. */
function startOfIf(lines, start, columns) {
  if (/^\s*(?:end\s+)?(?:else\s+)?if\b/.test(lines[start].code)) return start;
  const up = start + 1;
  return up < lines.length && BARE_CONTROL.test(lines[up].code.trim()) ? startOfIf(lines, up, columns) : start;
}

/** The control line (`if (...)` without begin, `else`, `always ...`) whose only statement just ended, or the line itself. */
function startOfControl(lines, start, columns) {
  let at = startOfChain(lines, start, columns);
  while (at + 1 < lines.length && BARE_CONTROL.test(lines[at + 1].code.trim()) && openness(lines[at + 1].code) === 0) {
    at = startOfChain(lines, at + 1, columns);
  }
  return at;
}

/** The `if` of the chain that a line starting with `else` goes on with. */
function startOfChain(lines, start, columns) {
  if (!/^\s*(?:end\s+)?else\b/.test(lines[start].code)) return start;
  const margin = columns(lines[start].text);
  const found = lines.findIndex(({ text, code }, n) => n > start && columns(text) === margin && /^\s*if\b/.test(code));
  return found === -1 ? start : found;
}

function firstToken(text) {
  return tokens(text)[0] ?? "";
}

function tokens(code) {
  return code.match(/[A-Za-z_$`][\w$]*|[()[\]{}]/g) ?? [];
}

function withoutNoise(text) {
  return text.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/\/\*.*?\*\//g, "").replace(/\/\/.*$/, "");
}

/** The indentation a text uses: "\t", or two to eight spaces; `fallback` where it does not say. */
export function detectIndent(text, fallback) {
  const widths = new Map();
  let tabs = 0;
  let previous = 0;
  for (const line of text.slice(0, 100_000).split("\n", 1000)) {
    if (line.startsWith("\t")) tabs++;
    const width = /^( *)\S/.exec(line)?.[1].length;
    if (width === undefined) continue;
    const step = width - previous;
    if (step > 1 && step <= 8) widths.set(step, (widths.get(step) ?? 0) + 1);
    previous = width;
  }
  const [best] = [...widths].sort((a, b) => b[1] - a[1]);
  const steps = best ? best[1] : 0;
  if (tabs > steps) return "\t";
  return best ? " ".repeat(best[0]) : fallback;
}
