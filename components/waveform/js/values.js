// What a value looks like in the picture and in the list: its text and how certain it is. No DOM.

import { FORM } from "./decode.js";
import { certainty, formatBits, formatReal } from "./radix.js";

const ESCAPES = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** Return `{text, state}` for a value as the server sends it; state is "known", "x", "z" or "none". */
export function valueLabel(form, text, radix) {
  if (text === null || text === undefined) return { text: "–", state: "none" };
  if (form === FORM.EVENT) return { text: "", state: "known" };
  if (form === FORM.STRING) return { text: printable(text), state: "known" };
  if (form === FORM.REAL) return { text: formatReal(Number(text)), state: "known" };
  const state = certainty(text);
  return { text: formatBits(text, radix), state };
}

/** Return the text that stands in the picture for an entry of a row. */
export function pictureLabel(row, entry, radix) {
  return row.label(entry, radix, (text) => (row.form === FORM.REAL ? formatReal(Number(text), 7) : valueLabel(row.form, text, radix).text));
}

// Trailing blanks fill VHDL strings to their length; control characters would break the line.
function printable(text) { return text.trimEnd().replace(/[\u0000-\u001f\u007f]/g, (mark) => ESCAPES[mark] ?? "·"); }
