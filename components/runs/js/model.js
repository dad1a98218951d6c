// What the list of runs says about a run; no DOM.

const LIVE = new Set(["queued", "running"]);
const REASON = { "cancelled": "cancelled", "timed-out": "timeout", "crashed": "crashed", "dead": "lost", "failed": "failed" };

export const isLive = (run) => LIVE.has(run.state);

/** Return the kind of mark: ok, err, live, wait or off. */
export function markOf({ state }) {
  return { passed: "ok", running: "live", queued: "wait", cancelled: "off" }[state] ?? "err";
}

/** Return the text at the right: progress, time or reason. */
export function detailOf(run, now = Date.now()) {
  if (run.state === "queued") return "queued";
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
export const titleOf = (run) => (run.detail ? `${run.state}: ${run.detail}` : run.state);

/** Return a short duration: 0.3 s, 12 s, 3 min, 2 h. */
export function duration(seconds) {
  const value = Math.max(0, seconds);
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 60) return `${Math.round(value)} s`;
  if (value < 3600) return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
  return `${Math.floor(value / 3600)} h ${Math.round((value % 3600) / 60)} min`;
}

/** Return the runs, newest first. */
export const newestFirst = (runs) => [...runs].sort((a, b) => b.number - a.number);
