// Cuts a line into pieces of one look each; no DOM.

/**
 * Merge styled spans, links and search hits (`{start, end, current?}`) into `[{text, style, link, hit}]`,
 * of at most `limit` characters.
 */
export function cutLine(spans, links, hits, limit = Infinity) {
  const edges = new Set();
  for (const { start, end } of [...links, ...hits]) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  const pieces = [];
  let column = 0;
  for (const { text, style } of spans) {
    const end = Math.min(column + text.length, limit);
    const inner = cuts.filter((cut) => cut > column && cut < end);
    let from = column;
    for (const to of [...inner, end]) {
      if (to > from) pieces.push({ text: text.slice(from - column, to - column), style, ...lookAt(from, links, hits) });
      from = to;
    }
    column += text.length;
  }
  return pieces;
}

function lookAt(column, links, hits) {
  const covers = (range) => range.start <= column && column < range.end;
  const hit = hits.find(covers);
  return { link: links.find(covers) ?? null, hit: hit ? (hit.current ? "current" : "other") : "" };
}
