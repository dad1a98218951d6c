// Controls in the editor's own look.

import { h } from "a6hub-kit/dom.js";

/** A button with a label. */
export function button(label, testid, onclick, { primary = false } = {}) {
  return h("button", { class: primary ? "a6-btn primary" : "a6-btn", type: "button", "data-testid": testid, onclick }, label);
}
