// One diagnostic in full: what happened and where, the likely cause, what to do, and the tool's own words.

import { h } from "a6hub-kit/dom.js";

/** Build the explanation of a problem; `onGoto()` is called for its place. */
export function problemDetail({ severity, message, file, line, column, source, code, kind, cause, hint, raw }, onGoto) {
  const place = file ? `${file}${line ? `:${line}` : ""}${line && column ? `:${column}` : ""}` : "";
  const marks = [source, code, kind && kind !== code ? kind : ""].filter(Boolean);
  return [
    h("h3", {}, h("span", { class: "visually-hidden" }, `${severity}: `), message),
    place || marks.length ? h("div", { class: "where" }, place ? h("button", { "type": "button", "data-testid": "problem-place", "onclick": onGoto }, place) : null,
      marks.map((text) => h("span", { class: "chip" }, text))) : null,
    cause ? [h("h4", {}, "Likely cause"), h("p", { "data-testid": "problem-cause" }, cause)] : null,
    hint ? [h("h4", {}, "What to do"), h("p", { "class": "hint", "data-testid": "problem-hint" }, hint)] : null,
    raw && raw.trim() !== message.trim() ? h("details", { open: !hint && !cause }, h("summary", {}, "The tool's own line"), h("pre", { "data-testid": "problem-raw" }, raw)) : null,
  ].flat().filter(Boolean);
}
