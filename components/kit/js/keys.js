// Names of keyboard shortcuts: "Ctrl+Shift+F" is matched against events and shown to people.

const MAC = globalThis.navigator?.platform?.startsWith("Mac") ?? false;
const NAMES = { enter: "↵", escape: "Esc", arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→", " ": "Space" };

/** Split a shortcut, "Ctrl+K" or "Ctrl K", into its modifiers and its key. */
export function parseShortcut(text) {
  const parts = text.trim().toLowerCase().split(/\s*\+\s*|\s+/);
  const key = parts.pop() || "+";
  return { key, ctrl: parts.includes("ctrl"), shift: parts.includes("shift"), alt: parts.includes("alt") };
}

/** Tell whether a keyboard event is the shortcut; Ctrl means Command on a Mac. */
export function matchesShortcut(event, text) {
  const wanted = parseShortcut(text);
  const ctrl = event.ctrlKey || event.metaKey;
  // "?" or "+" already contain the Shift that types them.
  const shiftMatters = wanted.shift || /^[a-z0-9]+$/.test(wanted.key);
  return event.key.toLowerCase() === wanted.key && ctrl === wanted.ctrl && event.altKey === wanted.alt
    && (!shiftMatters || event.shiftKey === wanted.shift);
}

/** Return a shortcut as it is printed on a key cap. */
export function shortcutLabel(text, mac = MAC) {
  const { key, ctrl, shift, alt } = parseShortcut(text);
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key[0].toUpperCase() + key.slice(1));
  return [ctrl && (mac ? "⌘" : "Ctrl"), alt && (mac ? "⌥" : "Alt"), shift && "Shift", name].filter(Boolean).join(" ");
}

/** Tell whether typing goes into a text field, so that plain keys are not shortcuts. */
export function isTyping(event) {
  const target = event.composedPath?.()[0] ?? event.target;
  return Boolean(target?.closest?.("input, textarea, select, [contenteditable]:not([contenteditable='false'])"));
}
