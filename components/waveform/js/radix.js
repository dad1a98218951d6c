// Values as text: a bit string, the highest bit first, in the radix a person chose. No DOM.

export const RADICES = [
  { id: "hex", label: "Hexadecimal" },
  { id: "bin", label: "Binary" },
  { id: "oct", label: "Octal" },
  { id: "unsigned", label: "Unsigned decimal" },
  { id: "signed", label: "Signed decimal" },
  { id: "ascii", label: "ASCII" },
  { id: "real", label: "Real (32 or 64 bits)" },
];

const KNOWN = /^[01lh]*$/;

/** Return a bit string in a radix; unknown bits stay visible in every one. */
export function formatBits(bits, radix) {
  if (bits.length <= 1 && radix !== "signed") return bits;
  const plain = bits.replace(/[lh]/g, (bit) => (bit === "h" ? "1" : "0"));
  switch (radix) {
    case "bin": return bits;
    case "oct": return byDigits(plain, 3);
    case "unsigned": return decimal(plain, false);
    case "signed": return decimal(plain, true);
    case "ascii": return ascii(plain);
    case "real": return real(plain);
    default: return byDigits(plain, 4);
  }
}

/** Tell whether a bit string is free of unknown bits ("known"), all high impedance ("z") or else unknown ("x"). */
export function certainty(bits) {
  if (KNOWN.test(bits)) return "known";
  return /^z+$/.test(bits) ? "z" : "x";
}

/** Return a number that is recorded as such. */
export function formatReal(value, digits = 17) {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toString() : String(Number(value.toPrecision(digits)));
}

// A digit whose bits are all x is x; one with a few unknown bits is an upper-case X or Z, as Verilog prints it.
function byDigits(bits, size) {
  let text = "";
  for (let end = bits.length; end > 0; end -= size) text = digit(bits.slice(Math.max(0, end - size), end)) + text;
  return text.toUpperCase().replace(/[XZ]/g, (mark, at) => (isWhole(bits, text.length, at, size) ? mark.toLowerCase() : mark));
}

function digit(bits) {
  if (/^[01]+$/.test(bits)) return Number.parseInt(bits, 2).toString(16);
  return /[^01z]/.test(bits) ? "x" : "z";
}

function isWhole(bits, count, at, size) {
  const end = bits.length - (count - 1 - at) * size;
  const part = bits.slice(Math.max(0, end - size), end);
  return !/[01]/.test(part) && new Set(part).size === 1;
}

function decimal(bits, signed) {
  if (!/^[01]+$/.test(bits)) return /^z+$/.test(bits) ? "z" : /^[^01]+$/.test(bits) ? "x" : "X";
  const value = BigInt(`0b${bits}`);
  return String(signed && bits[0] === "1" ? value - (1n << BigInt(bits.length)) : value);
}

function ascii(bits) {
  let text = "";
  for (let end = bits.length; end > 0; end -= 8) {
    const part = bits.slice(Math.max(0, end - 8), end);
    text = (/^[01]+$/.test(part) ? character(Number.parseInt(part, 2)) : "?") + text;
  }
  const shown = text.replace(/^\0+/, "");
  return `"${shown.replace(/\0/g, "·")}"`;
}

function character(code) {
  if (code === 0) return "\0";
  return code >= 32 && code < 127 ? String.fromCharCode(code) : "·";
}

function real(bits) {
  if ((bits.length !== 32 && bits.length !== 64) || !/^[01]+$/.test(bits)) return byDigits(bits, 4);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0b${bits}`));
  return bits.length === 64 ? formatReal(view.getFloat64(0)) : formatReal(view.getFloat32(4), 9);
}
