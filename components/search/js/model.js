// Rows and previews of search results; no DOM.

/** Return the parameters of a search request. */
export function searchParams({ query, regex, matchCase, word, include }) {
  const params = new URLSearchParams({ q: query });
  if (regex) params.set("regex", "true");
  if (matchCase) params.set("case", "true");
  if (word) params.set("word", "true");
  if (include) params.set("include", include);
  return params;
}

/** Return rows: each file with its matching lines, several matches of a line together. */
export function resultRows(items, closed = new Set()) {
  const files = new Map();
  for (const item of items) {
    if (!files.has(item.path)) files.set(item.path, { lines: new Map(), count: 0 });
    const file = files.get(item.path);
    file.count += 1;
    if (!file.lines.has(item.line)) file.lines.set(item.line, { ...item, from: item.start ?? 0, ranges: [] });
    const line = file.lines.get(item.line);
    // The text of a long line is a part of it that begins at `from`.
    const start = item.column - 1 - line.from;
    if (start < line.text.length) line.ranges.push({ start, end: start + item.length });
  }
  return [...files].flatMap(([path, { lines, count }]) => {
    const expanded = !closed.has(path);
    const head = { key: path, depth: 0, folder: true, expanded, label: path, count };
    const inner = expanded ? [...lines.values()].map((line) => ({
      key: `${path}:${line.line}`, depth: 1, folder: false, label: line.text.trim(), path, ...line })) : [];
    return [head, ...inner];
  });
}

/** Return a number with its noun. */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Return how many files and matches there are, as a sentence. */
export function summary(items, truncated) {
  if (!items.length) return "No results";
  const files = new Set(items.map((item) => item.path)).size;
  const text = `${count(items.length, "result")} in ${count(files, "file")}`;
  return truncated ? `The first ${text}. Narrow the search to see the rest.` : text;
}

/** Return the part of a line to show, `{text, ranges}`: without indentation, and near the first match. */
export function excerpt(text, ranges, width = 200) {
  const indent = text.length - text.trimStart().length;
  const from = Math.max(indent, ranges[0].start - Math.floor(width / 3));
  const start = ranges[0].start < width ? Math.min(indent, ranges[0].start) : from;
  const cut = text.slice(start, start + width);
  const inside = ranges.map((range) => ({ start: Math.max(0, range.start - start), end: Math.min(width, range.end - start) }))
    .filter((range) => range.end > range.start);
  return start > indent ? { text: `…${cut}`, ranges: inside.map(({ start: a, end: b }) => ({ start: a + 1, end: b + 1 })) } : { text: cut, ranges: inside };
}

/** Return the text that takes the place of a match; `\1` and `$1` stand for groups of a regular expression. */
export function replacementFor(matched, { query, regex, matchCase, replacement }) {
  if (!regex) return replacement;
  try {
    const groups = new RegExp(query, matchCase ? "" : "i").exec(matched);
    return groups ? replacement.replace(/\\(\d)|\$(\d)/g, (_, a, b) => groups[Number(a ?? b)] ?? "") : replacement;
  } catch {
    return replacement;
  }
}
