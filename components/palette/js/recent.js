// Remembers what was chosen last; no DOM.

/** Return the entries of `all` with those named by `recent` first, in that order. */
export function recentFirst(all, recent, keyOf) {
  const order = new Map(recent.map((key, index) => [key, index]));
  const rank = (item) => order.get(keyOf(item)) ?? recent.length;
  return [...all].sort((a, b) => rank(a) - rank(b));
}

/** Return the list with `key` in front, at most `limit` long. */
export const remember = (recent, key, limit = 30) => [key, ...recent.filter((each) => each !== key)].slice(0, limit);
