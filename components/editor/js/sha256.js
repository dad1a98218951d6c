// SHA-256 as lower-case hex, the ETag of a file; in plain JavaScript because `crypto.subtle` is missing on plain HTTP.

const SMALL = 64 * 1024;

/** The digest of bytes; large ones through the browser's own implementation where the page has it. */
export async function sha256(bytes) {
  const subtle = globalThis.crypto?.subtle;
  if (bytes.length <= SMALL || !subtle) return sha256Now(bytes);
  return hex(new Uint8Array(await subtle.digest("SHA-256", bytes)));
}

/** The digest of bytes, computed at once: a page that closes cannot wait. */
export function sha256Now(bytes) {
  const hash = Uint32Array.from(START);
  const words = new Uint32Array(64);
  const view = padded(bytes);
  for (let offset = 0; offset < view.byteLength; offset += 64) compress(hash, words, view, offset);
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
}

function compress(hash, words, view, offset) {
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i);
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const low = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const high = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (hash[i] += value));
}

function padded(bytes) {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const block = new Uint8Array(length);
  block.set(bytes);
  block[bytes.length] = 0x80;
  const view = new DataView(block.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The constants of the standard are the fractions of the roots of the first primes.
const PRIMES = firstPrimes(64);
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

function firstPrimes(count) {
  const primes = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  return primes;
}

function fraction(root) {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}
