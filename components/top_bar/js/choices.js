// What the bar knows about runs and visibility, apart from the page.

export const VISIBILITIES = [
  { id: "private", label: "Private", text: "Only you and the members see it." },
  { id: "unlisted", label: "Unlisted", text: "Everybody who knows the address sees it; it is not listed." },
  { id: "public", label: "Public", text: "Everybody sees it, and it is listed under Explore." },
];

/** Return the label of the run menu: the chosen top module, or the one that was found. */
export function runLabel(chosen, found) {
  return `${chosen || found || "No testbench"} · Icarus`;
}

/** Return what the run event carries, from the typed text: plusargs by blanks, a limit in seconds. */
export function runRequest(chosen, plusargs, limit) {
  const words = plusargs.split(/\s+/).map((word) => word.replace(/^\+/, "")).filter(Boolean);
  const seconds = Number.parseFloat(limit);
  return { top: chosen, plusargs: words, time_limit_s: Number.isFinite(seconds) && seconds > 0 ? seconds : 0 };
}

/** Order the modules: testbenches first, then by name. */
export function orderTops(tops) {
  return [...tops].sort((a, b) => Number(b.testbench) - Number(a.testbench) || a.name.localeCompare(b.name));
}
