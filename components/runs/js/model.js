// What the list of runs says about a run; no DOM.

const LIVE = new Set(["queued", "running"]);
const REASON = { "cancelled": "cancelled", "timed-out": "timeout", "crashed": "crashed", "dead": "lost", "failed": "failed" };

export const isLive = (run) => LIVE.has(run.state);

/** Return the kind of mark: ok, err, live, wait or off. */
export function markOf({ state }) {
  return { passed: "ok", running: "live", queued: "wait", cancelled: "off" }[state] ?? "err";
}

/** Return the text at the right: place in the queue, progress, time or reason. */
export function detailOf(run, now = Date.now()) {
  if (run.state === "queued") return run.waits || "queued";
  if (run.state === "running") {
    if (Number.isFinite(run.progress)) return `${Math.round(run.progress * 100)} %`;
    return run.started_at ? duration((now - Date.parse(run.started_at)) / 1000) : "running";
  }
  if (run.state === "passed") return Number.isFinite(run.duration_s) ? duration(run.duration_s) : "";
  return isShort(run.detail) ? run.detail : REASON[run.state] ?? run.state;
}

// A reason that is a sentence does not fit beside the name; it is the tooltip.
const isShort = (text) => Boolean(text) && text.length <= 14;

/** Return all that is known of the state, for the tooltip. */
export function titleOf(run) {
  const parts = [run.detail ? `${run.state}: ${run.detail}` : run.state];
  if (run.top) parts.push(`Top: ${run.top}`);
  if (run.source) parts.push(`The stored result of run #${run.source}`);
  if (run.pinned) parts.push("Pinned: its files are kept");
  return parts.join("\n");
}

/** Return the menu of a run; `selected` are the runs that are marked, `may` says what this person may do. */
export function actionsOf(run, selected, may) {
  const [a, b] = selected.map(({ number }) => number).sort((x, y) => x - y);
  const again = run.state === "dead" ? "Try again" : "Run again";
  return [
    { id: "open", label: "Show here", shortcut: "Enter" },
    { id: "page", label: "Open its page" },
    "-",
    may.run && !isLive(run) && { id: "rerun", label: again, icon: "refresh" },
    may.run && isLive(run) && { id: "cancel", label: "Cancel", icon: "stop", shortcut: "Delete" },
    selected.length === 2 ? { id: "compare", label: `Compare #${a} and #${b}`, icon: "compare" } : { id: "compare", label: "Compare with the run before", icon: "compare" },
    may.pin && !isLive(run) && { id: "pin", label: run.pinned ? "Let its files expire" : "Keep its files (pin)", icon: "pin" },
    "-",
    may.reproduce && !isLive(run) && { id: "reproduce", label: "Download a script that reproduces it", icon: "script" },
    { id: "download", label: "Download the log", icon: "download" },
  ].filter(Boolean);
}

/** Return the numbers of the two runs that are to be compared: the marked ones, or a run and the one of its flow before it. */
export function comparedWith(run, selected, runs) {
  if (selected.length === 2) return selected.map(({ number }) => number).sort((a, b) => a - b);
  const before = newestFirst(runs).filter((other) => other.number < run.number && !isLive(other));
  const other = before.find(({ flow, top }) => flow === run.flow && top === run.top) ?? before.find(({ flow }) => flow === run.flow) ?? before[0];
  return other ? [other.number, run.number] : null;
}

/** Return a short duration: 0.3 s, 12 s, 3 min, 2 h. */
export function duration(seconds) {
  const value = Math.max(0, seconds);
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 60) return `${Math.round(value)} s`;
  if (value < 3600) return `${Math.floor(value / 60)} min ${Math.floor(value % 60)} s`;
  return `${Math.floor(value / 3600)} h ${Math.round((value % 3600) / 60)} min`;
}

/** Return the runs, newest first. */
export const newestFirst = (runs) => [...runs].sort((a, b) => b.number - a.number);
