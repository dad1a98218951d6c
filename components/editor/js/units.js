// Quantities in words.

/** A count of bytes in words: "1,204 bytes", "12.4 MB". */
export function bytes(count) {
  if (count < 10_000) return `${count.toLocaleString("en")} byte${count === 1 ? "" : "s"}`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KB`;
  return `${(count / 1024 / 1024).toFixed(1)} MB`;
}
