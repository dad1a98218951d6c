// Turns the bytes of a file into editor text and back without changing a byte that the person did not edit.

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Decode a file: `{kind: "text", text, eol, bom}` or `{kind: "binary", size}`.
 *
 * `eol` is "\n" or "\r\n" where the file is uniform. A file that mixes line ends has `eol: null`;
 * its carriage returns stay characters of the text.
 */
export function decode(bytes) {
  if (looksBinary(bytes)) return { kind: "binary", size: bytes.length };
  let text;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { kind: "binary", size: bytes.length };
  }
  const bom = text.startsWith(BYTE_ORDER_MARK);
  if (bom) text = text.slice(1);
  const eol = lineEnd(text);
  return { kind: "text", text: eol === "\r\n" ? text.replaceAll("\r\n", "\n") : text, eol, bom };
}

/** Encode editor text (lines joined by "\n") in the form the file had. */
export function encode(text, { eol, bom }) {
  const body = eol === "\r\n" ? text.replaceAll("\n", "\r\n") : text;
  return encoder.encode(bom ? BYTE_ORDER_MARK + body : body);
}

/** Tell whether bytes hold a NUL, which no source file does. */
export function looksBinary(bytes) {
  return bytes.includes(0);
}

function lineEnd(text) {
  const returns = count(text, "\r");
  if (returns === 0) return "\n";
  return returns === count(text, "\r\n") && returns === count(text, "\n") ? "\r\n" : null;
}

function count(text, part) {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found++;
  return found;
}
