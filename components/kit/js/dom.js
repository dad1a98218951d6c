// Small helpers to build elements; text always becomes a text node, never markup.

import { icon } from "./icons.js";

/** Build `<tag>` with attributes, listeners (`onclick: f`) and children (nodes or text). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on") && typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Build a square button that shows an icon and is read out as `label`. */
export function iconButton(name, label, onclick, attributes = {}) {
  return h("button", { type: "button", class: "icon-btn", title: label, "aria-label": label, onclick, ...attributes },
    icon(name));
}

const installed = new Set();

/** Add a component's style sheet to the document once. */
export function installStyle(name, css) {
  if (installed.has(name)) return;
  installed.add(name);
  document.head.append(h("style", { "data-a6hub-style": name }, css));
}

let counter = 0;

/** Return an element id that is unique on the page. */
export function uniqueId(prefix = "a6") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Return a function that runs `callback` once per frame however often it is called, with `cancel`. */
export function oncePerFrame(callback) {
  let frame = 0;
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(() => { frame = 0; callback(); });
  };
  schedule.cancel = () => { cancelAnimationFrame(frame); frame = 0; };
  return schedule;
}

/** Return a function that runs `callback` when it was not called for `delay` milliseconds, with `cancel` and `flush`. */
export function debounce(callback, delay) {
  let timer = 0;
  let pending = null;
  const run = () => { timer = 0; const args = pending; pending = null; if (args) callback(...args); };
  const schedule = (...args) => { pending = args; clearTimeout(timer); timer = setTimeout(run, delay); };
  schedule.cancel = () => { clearTimeout(timer); pending = null; };
  schedule.flush = () => { clearTimeout(timer); run(); };
  return schedule;
}

/** Collect clean-up functions and run them all at once. */
export function disposer() {
  const functions = [];
  return {
    add(...more) { functions.push(...more); },
    listen(target, type, listener, options) {
      target.addEventListener(type, listener, options);
      functions.push(() => target.removeEventListener(type, listener, options));
    },
    dispose() { for (const f of functions.splice(0).reverse()) f(); },
  };
}

/** Put text on the clipboard, also where the page is not served over HTTPS. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
