// Converts between the units in which tools count columns (UTF-8 bytes) and those of the editor (UTF-16), both from 1.

/** The UTF-16 column of a 1-based UTF-8 byte column in a line of text. */
export function utf16Column(line, byteColumn) {
  let bytes = 1;
  let units = 0;
  for (const character of line) {
    if (bytes >= byteColumn) break;
    bytes += utf8Length(character.codePointAt(0));
    units += character.length;
  }
  return units + 1;
}

/** The UTF-8 byte column of a 1-based UTF-16 column in a line of text. */
export function utf8Column(line, column) {
  let bytes = 1;
  for (const character of line.slice(0, column - 1)) bytes += utf8Length(character.codePointAt(0));
  return bytes;
}

/** The offset of a 1-based line and column in a CodeMirror document; what lies outside is moved to the nearest place. */
export function offsetAt(doc, line, column = 1) {
  const at = doc.line(clamp(line, 1, doc.lines));
  return at.from + clamp(column - 1, 0, at.length);
}

/** The 1-based line and column of an offset in a CodeMirror document. */
export function placeAt(doc, offset) {
  const at = doc.lineAt(offset);
  return { line: at.number, column: offset - at.from + 1 };
}

/** What a person typed to go to: "120", "120:8", "+5" or "-5" from the present line; null if it is none of these. */
export function lineAndColumn(text, present) {
  const match = /^\s*([+-]?)(\d+)(?:[:,](\d+))?\s*$/.exec(text);
  if (!match) return null;
  const [, sign, number, column = 1] = match;
  const line = Number(number);
  return { line: sign ? present + (sign === "+" ? line : -line) : line, column: Number(column) };
}

/** CodeMirror's changes for `{line, column, endLine?, endColumn?, insert?}`, all in places of the present text. */
export function changesAt(doc, changes) {
  return changes.map(({ line, column, endLine = line, endColumn = column, insert = "" }) => ({
    from: offsetAt(doc, line, column), to: offsetAt(doc, endLine, endColumn), insert,
  }));
}

/** The smallest replacement that turns one text into another: `{from, to, insert}`, or null if they are equal. */
export function smallestChange(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function utf8Length(codePoint) {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(high, Number.isFinite(value) ? Math.trunc(value) : low));
}
