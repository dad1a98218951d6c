// Finds and ranks texts by a few letters; no DOM.

const MOST_PLACES = 6;

/** Return `{score, positions}` of the best match of all words of `query` in `text`, or null. */
export function fuzzyMatch(query, text) {
  const positions = [];
  const score = scoreOf(wordsOf(query), text, positions);
  return score === null ? null : { score, positions: [...new Set(positions)].sort((a, b) => a - b) };
}

/** Return the best `limit` of `items`, ranked by `textOf(item)`, as `{item, score, positions}`. */
export function fuzzyRank(query, items, textOf, limit = 50) {
  const words = wordsOf(query);
  const found = [];
  for (const item of items) {
    const text = textOf(item);
    const score = scoreOf(words, text, null);
    if (score !== null) found.push({ item, text, score });
  }
  found.sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1));
  return found.slice(0, limit).map(({ item, text, score }) => ({ item, score, positions: fuzzyMatch(query, text).positions }));
}

const wordsOf = (query) => query.toLowerCase().split(/\s+/).filter(Boolean);
const isBoundary = (character) => " \t/_-.:".includes(character);
const isCapital = (character) => character >= "A" && character <= "Z";
const startsPart = (text, at) => at === 0 || isBoundary(text[at - 1]) || (isCapital(text[at]) && !isCapital(text[at - 1]));

// Adds the places of the letters to `positions`, unless that is null: most texts are only ranked, few are shown.
function scoreOf(words, text, positions) {
  const lower = text.toLowerCase();
  const base = text.lastIndexOf("/") + 1;
  let score = -text.length * .1;
  let reached = -1;
  for (const word of words) {
    const match = wholeWord(word, lower, text, base) ?? letters(word, lower, text, base) ?? letters(word, lower, text, 0);
    if (!match) return null;
    // Words in the order of the text fit a little better.
    score += match.score + (match.places[0] > reached ? 4 : 0);
    reached = Math.max(reached, match.places[0]);
    positions?.push(...(match.whole ? Array.from(word, (_, index) => match.places[0] + index) : match.places));
  }
  return score;
}

// The word as it is: best at the start of a part, better in the name than in the folders.
function wholeWord(word, lower, text, base) {
  let best = null;
  let tries = 0;
  for (let at = lower.indexOf(word); at >= 0 && tries < MOST_PLACES; at = lower.indexOf(word, at + 1)) {
    tries += 1;
    const end = at + word.length;
    const score = 100 + word.length * 2 + (startsPart(text, at) ? 25 : 0) + (at >= base ? 30 : 0) + (at === base ? 15 : 0)
      + (end === text.length || isBoundary(text[end]) ? 10 : 0);
    if (!best || score > best.score) best = { score, places: [at], whole: true };
  }
  return best;
}

// The letters in order, with gaps; letters at the start of a part count more.
function letters(word, lower, text, from) {
  const places = [];
  let at = from;
  let score = 40 + (from ? 10 : 0);
  for (const letter of word) {
    let found = lower.indexOf(letter, at);
    if (found < 0) return null;
    if (found !== at || !places.length) {
      for (let next = found; next >= 0 && next < found + 30; next = lower.indexOf(letter, next + 1)) {
        if (startsPart(text, next)) { found = next; break; }
      }
    }
    score += startsPart(text, found) ? 6 : 0;
    score -= places.length ? Math.min(6, found - places.at(-1) - 1) : 0;
    places.push(found);
    at = found + 1;
  }
  return { score, places };
}
