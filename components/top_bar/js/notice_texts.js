// What is told of runs that have ended; no DOM.

const SIGNS = { passed: "✓", cancelled: "■" };

/** Return the title of a tab with what has happened before it. */
export function titleWith(title, ends) {
  if (!ends.length) return title;
  const worst = ends.find(({ state }) => state !== "passed") ?? ends.at(-1);
  return `${ends.length > 1 ? `(${ends.length}) ` : ""}${SIGNS[worst.state] ?? "✗"} ${title}`;
}

/** Return what a notification says of a run `{number, flow, state, detail}`. */
export function noticeOf({ number, flow, state, detail }, project) {
  return { title: `${SIGNS[state] ?? "✗"} Run #${number} ${state}`, body: [`${flow} · ${project}`, detail].filter(Boolean).join("\n") };
}

