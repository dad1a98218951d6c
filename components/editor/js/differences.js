// Shows the server's text beside the person's; what is on the right can be edited and kept.

import * as cm from "a6hub-editor-dist/index.js";
import { h } from "a6hub-kit/dom.js";
import { button } from "./controls.js";
import { appearance } from "./theme.js";

/** Show both texts of a document's conflict and do what the person chooses. */
export async function resolveByLooking(host, doc) {
  const theirs = await doc.theirs();
  if (theirs.kind !== "text") return doc.host.tell.message(doc, theirs.message || "The file on the server is not a text any more.");
  const answer = await showDifferences(host, { theirs: theirs.text, mine: doc.text, name: doc.path, language: doc.support ?? [] });
  if (answer?.choice === "mine") await doc.keepMine(answer.text);
  if (answer?.choice === "theirs") await doc.takeTheirs();
}

/**
 * Open the comparison inside `host`; resolves when the person chose: `{choice: "mine", text}`, `{choice: "theirs"}`
 * or null if they only looked.
 */
async function showDifferences(host, { theirs, mine, name, language }) {
  const { MergeView } = await cm.loadMerge();
  return new Promise((resolve) => {
    const shared = [appearance, language, cm.lineNumbers(), cm.highlightSpecialChars(), cm.drawSelection(), cm.history(),
      cm.keymap.of([...cm.defaultKeymap, ...cm.historyKeymap])];
    const label = (text) => cm.EditorView.contentAttributes.of({ "aria-label": text, tabindex: "0" });
    const place = h("div", { class: "a6-merge" });
    const merge = new MergeView({
      a: { doc: theirs, extensions: [shared, label("Theirs"), cm.EditorState.readOnly.of(true)] },
      b: { doc: mine, extensions: [shared, label("Mine")] },
      parent: place,
      revertControls: "a-to-b",
      highlightChanges: true,
      gutter: true,
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    const finish = (answer) => {
      merge.destroy();
      overlay.remove();
      resolve(answer);
    };
    const overlay = h("div", { class: "a6-overlay", role: "dialog", "aria-label": `Differences in ${name}`, "data-testid": "differences" },
      h("div", { class: "a6-merge-head" },
        h("span", {}, "Theirs, on the server"), h("span", {}, "Mine, can be edited")),
      place,
      h("div", { class: "a6-bar" },
        h("span", {}, "The arrows take single changes over to your side."),
        h("div", { class: "a6-actions" },
          button("Back", "differences-back", () => finish(null)),
          button("Take theirs", "differences-theirs", () => finish({ choice: "theirs" })),
          button("Keep the right side", "differences-mine", () => finish({ choice: "mine", text: merge.b.state.doc.toString() }), { primary: true }))));
    overlay.addEventListener("keydown", (event) => event.key === "Escape" && finish(null));
    host.append(overlay);
    merge.b.focus();
  });
}
