// What a running tool uses, beside what it may use; no DOM.

/** Return a short duration: 0.3 s, 12 s, 3 min 5 s, 2 h 10 min. */
export function duration(seconds) {
  const value = Math.max(0, seconds);
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 60) return `${Math.round(value)} s`;
  const whole = Math.round(value);
  if (whole < 3600) return [`${Math.floor(whole / 60)} min`, whole % 60 ? `${whole % 60} s` : ""].filter(Boolean).join(" ");
  const minutes = Math.round((whole % 3600) / 60);
  return [`${Math.floor(whole / 3600)} h`, minutes ? `${minutes} min` : ""].filter(Boolean).join(" ");
}

/** Return a number of bytes in powers of two: 12 KiB, 3.4 MiB, 2 GiB. */
export function bytes(count) {
  let value = count;
  for (const unit of ["B", "KiB", "MiB"]) {
    if (value < 1024) return `${value < 10 && unit !== "B" ? value.toFixed(1) : Math.round(value)} ${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(1).replace(/\.0$/, "")} GiB`;
}

/** Return `[{id, label, text, share}]` for what is known; `share` is the part of the limit, null without one. */
export function usageParts(usage) {
  const rows = [
    ["time", "Time", usage.wall_s, usage.limit_wall_s, duration],
    ["memory", "Memory", usage.memory_bytes, usage.limit_memory_bytes, bytes],
    ["waves", "Waves", usage.waves_bytes || undefined, usage.limit_disk_bytes, bytes],
    ["processes", "Processes", usage.processes > 1 ? usage.processes : undefined, usage.limit_processes, String],
  ];
  return rows.filter(([, , value]) => Number.isFinite(value)).map(([id, label, value, limit, show]) => {
    const limited = Number.isFinite(limit) && limit > 0;
    return { id, label, text: limited ? `${show(value)} of ${show(limit)}` : show(value), share: limited ? Math.min(1, value / limit) : null };
  });
}

/** Return how a share of a limit is to be taken: "", warn from 80 %, err from 95 %. */
export const toneOf = (share) => (share >= 0.95 ? "err" : share >= 0.8 ? "warn" : "");
