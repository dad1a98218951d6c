// The bar above the text that says what keeps it from being stored, with the choices a person has.

import { h } from "a6hub-kit/dom.js";
import { button } from "./controls.js";

const KEPT = "Your text is kept in this browser";

/** The bar of a document, or null if there is nothing to say. `actions`: differences, keepMine, takeTheirs, restore, close, retry. */
export function barOf(document_, actions) {
  if (document_?.kind !== "text") return null;
  const { autosave, deleted, path, readOnly } = document_;
  const name = path.split("/").at(-1);
  if (deleted && !autosave.dirty) {
    return bar("warn", `${name} was deleted elsewhere.`, [
      button("Write it again", "bar-restore", actions.restore),
      button("Close the tab", "bar-close", actions.close),
    ]);
  }
  if (readOnly) return null;
  if (autosave.state === "conflict") return conflict(name, autosave.theirs, actions);
  if (autosave.state === "refused") {
    return bar("err", `${name} is not stored: ${autosave.message} ${KEPT}.`, [button("Try again", "bar-retry", actions.retry)]);
  }
  // A single lost answer is no news either: the bar would only make the text jump.
  if (autosave.state === "offline" && autosave.lasting) {
    const reason = autosave.message || "The server does not answer.";
    return bar("warn", `${reason} ${KEPT} and is sent as soon as possible.`, [button("Try now", "bar-retry", actions.retry)]);
  }
  return null;
}

function conflict(name, theirs, actions) {
  if (theirs === null) {
    return bar("err", `${name} was deleted elsewhere while you edited it. ${KEPT} until you choose.`, [
      button("Keep mine", "conflict-mine", actions.keepMine, { primary: true }),
      button("Discard mine", "conflict-theirs", actions.takeTheirs),
    ]);
  }
  return bar("err", `${name} was changed elsewhere while you edited it. ${KEPT} until you choose.`, [
    button("Show differences", "conflict-differences", actions.differences, { primary: true }),
    button("Keep mine", "conflict-mine", actions.keepMine),
    button("Take theirs", "conflict-theirs", actions.takeTheirs),
  ]);
}

function bar(tone, text, buttons) {
  return h("div", { class: `a6-bar ${tone}`, role: "alert", "data-testid": "editor-bar" },
    h("span", {}, text), h("div", { class: "a6-actions" }, ...buttons));
}
