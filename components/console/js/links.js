// Finds places in source files that tools name in their messages; no DOM.

const SUFFIX = "(?:v|sv|vh|svh|vhd|vhdl|py|tcl|c|cc|cpp|h|hpp|s|S|hex|mem|toml|md|txt|json|ya?ml|xdc|sdc|pcf|lpf|ys)";
// path:line[:column], path(line), and Python's File "path", line 3
const PLACE = new RegExp(`([\\w./+~-]{1,240}\\.${SUFFIX})(?::(\\d{1,7})(?::(\\d{1,5}))?|\\((\\d{1,7})\\)|", line (\\d{1,7}))(?![\\w])`, "g");

/** Return `[{start, end, file, line, column}]` of the places in a line of text. */
export function findLinks(text) {
  const links = [];
  if (!text.includes(".")) return links;
  for (const match of text.matchAll(PLACE)) {
    const [whole, path, line, column, inParentheses, python] = match;
    const file = path.replace(/^(?:\.\/)+/, "");
    links.push({ start: match.index, end: match.index + whole.length, file, line: Number(line ?? inParentheses ?? python),
      column: column ? Number(column) : null });
  }
  return links;
}
