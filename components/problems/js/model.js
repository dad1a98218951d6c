// Diagnostics grouped by file, in order of severity; no DOM.

export const SEVERITIES = ["error", "warning", "info"];
const rank = (severity) => (SEVERITIES.includes(severity) ? SEVERITIES.indexOf(severity) : SEVERITIES.length);

/** Return the diagnostics that contain every word of `filter` and whose severity is not in `hidden`, of one tool or of all. */
export function filterProblems(problems, filter = "", hidden = new Set(), source = "") {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return problems.filter((problem) => {
    if (hidden.has(problem.severity) || (source && problem.source !== source)) return false;
    const text = [problem.message, problem.file, problem.source, problem.code, problem.kind, problem.hint].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Return the rows of a tree: files with their worst first, each with its diagnostics by line. */
export function problemRows(problems, closed = new Set()) {
  const files = new Map();
  problems.forEach((problem, index) => {
    const file = problem.file ?? "";
    if (!files.has(file)) files.set(file, []);
    files.get(file).push({ problem, index });
  });
  const worst = (list) => Math.min(...list.map(({ problem }) => rank(problem.severity)));
  const order = [...files].sort(([a, x], [b, y]) => worst(x) - worst(y) || a.localeCompare(b));
  return order.flatMap(([file, list]) => {
    const expanded = !closed.has(file);
    const head = { key: `file:${file}`, depth: 0, folder: true, expanded, label: file || "Project", file, count: list.length };
    if (!expanded) return [head];
    list.sort((a, b) => (a.problem.line ?? 0) - (b.problem.line ?? 0) || rank(a.problem.severity) - rank(b.problem.severity));
    return [head, ...list.map(({ problem, index }) => ({ key: `problem:${index}`, depth: 1, folder: false, label: problem.message, problem }))];
  });
}

/** Return the tools that spoke. */
export const sourcesOf = (problems) => [...new Set(problems.map(({ source }) => source).filter(Boolean))].sort();

/** Return `{error, warning, info}` as numbers. */
export function countBySeverity(problems) {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of problems) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

/** Return the counts as a sentence for screen readers and empty lists. */
export function summary(problems) {
  const counts = countBySeverity(problems);
  const parts = [[counts.error, "error"], [counts.warning, "warning"], [counts.info, "note"]]
    .filter(([number]) => number).map(([number, noun]) => `${number} ${noun}${number === 1 ? "" : "s"}`);
  return parts.length ? parts.join(", ") : "No problems";
}
