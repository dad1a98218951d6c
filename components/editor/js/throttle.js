// Calls a function less often than it is asked to.

import { browserClock } from "./autosave.js";

/** Call `callback` at once and then at most every `ms`, the last time with the latest arguments; `key` tells calls apart. */
export function throttle(callback, ms, key = () => "", clock = browserClock) {
  const waiting = new Map();
  const open = (name) => {
    const entry = waiting.get(name);
    if (!entry.args) return waiting.delete(name);
    const { args } = entry;
    waiting.set(name, { args: null, timer: clock.set(() => open(name), ms) });
    callback(...args);
  };
  return (...args) => {
    const name = key(...args);
    const entry = waiting.get(name);
    if (entry) return void (entry.args = args);
    waiting.set(name, { args: null, timer: clock.set(() => open(name), ms) });
    callback(...args);
  };
}
