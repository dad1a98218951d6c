// Reads the colour codes of terminals; no DOM.

/** The style of text without any code. */
export const PLAIN = Object.freeze({ fg: null, bg: null, bold: false, dim: false, italic: false, underline: false, inverse: false });

// Colours (…m), other terminal controls, and window titles.
const SEQUENCE = /\x1b(?:\[([\d;:]*)m|\[[\d;:?<=>]*[ -/]*[@-ln-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])/g;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;
const TAB = 8;

/** Return what a terminal would show of a raw line: the text after the last carriage return, tabs as blanks. */
export function visible(raw) {
  let text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  const back = text.lastIndexOf("\r");
  if (back >= 0) text = text.slice(back + 1);
  return text;
}

/** Return a raw line without codes and control characters. */
export function plainText(raw) {
  return expandTabs(visible(raw).replace(SEQUENCE, "").replace(CONTROL, ""));
}

/** Split a raw line into `{spans: [{text, style}], style}`; the style goes on to the next line. */
export function parseAnsi(raw, style = PLAIN) {
  const text = visible(raw);
  const spans = [];
  let now = style;
  let from = 0;
  let column = 0;
  const push = (piece) => {
    const clean = expandTabs(piece.replace(CONTROL, ""), column);
    column += clean.length;
    if (clean) spans.push({ text: clean, style: now });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    push(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] !== undefined) now = applyCodes(now, match[1]);
  }
  push(text.slice(from));
  return { spans, style: now };
}

/** Return the style after all codes of a raw line. */
export function styleAfter(raw, style) {
  let now = style;
  for (const match of raw.matchAll(SEQUENCE)) if (match[1] !== undefined) now = applyCodes(now, match[1]);
  return now;
}

function expandTabs(text, column = 0) {
  if (!text.includes("\t")) return text;
  let out = "";
  for (const part of text.split(/(\t)/)) out += part === "\t" ? " ".repeat(TAB - ((column + out.length) % TAB)) : part;
  return out;
}

const SWITCHES = {
  1: { bold: true }, 2: { dim: true }, 3: { italic: true }, 4: { underline: true }, 7: { inverse: true },
  22: { bold: false, dim: false }, 23: { italic: false }, 24: { underline: false }, 27: { inverse: false },
  39: { fg: null }, 49: { bg: null },
};

function applyCodes(style, list) {
  const codes = list.split(/[;:]/).map(Number);
  let now = { ...style };
  while (codes.length) {
    const code = codes.shift();
    if (code === 0) now = { ...PLAIN };
    else if (SWITCHES[code]) Object.assign(now, SWITCHES[code]);
    else if (code === 38) now.fg = extended(codes);
    else if (code === 48) now.bg = extended(codes);
    else if (code >= 30 && code <= 37) now.fg = code - 30;
    else if (code >= 90 && code <= 97) now.fg = code - 82;
    else if (code >= 40 && code <= 47) now.bg = code - 40;
    else if (code >= 100 && code <= 107) now.bg = code - 92;
  }
  return isPlain(now) ? PLAIN : now;
}

// "5;n" is one of 256 colours, "2;r;g;b" any colour.
function extended(codes) {
  const kind = codes.shift();
  if (kind === 2) return rgb(codes.shift(), codes.shift(), codes.shift());
  if (kind !== 5) return null;
  const number = codes.shift() ?? 0;
  if (number < 16) return number;
  if (number > 231) return rgb(...Array(3).fill(8 + (number - 232) * 10));
  const level = (value) => (value ? 55 + value * 40 : 0);
  const index = number - 16;
  return rgb(level(Math.floor(index / 36)), level(Math.floor(index / 6) % 6), level(index % 6));
}

const byte = (value) => Math.min(255, Math.max(0, Math.round(value) || 0));
const rgb = (red, green, blue) => `rgb(${byte(red)}, ${byte(green)}, ${byte(blue)})`;
const isPlain = (style) => Object.keys(PLAIN).every((key) => style[key] === PLAIN[key]);
