// Asks for a line to go to, in a small box above the text.

import * as cm from "a6hub-editor-dist/index.js";
import { h } from "a6hub-kit/dom.js";
import { lineAndColumn, offsetAt, placeAt } from "./offsets.js";

/** Ask inside `host`; Enter goes to the line, Escape or leaving the box does not. */
export function askForLine(host, view) {
  host.querySelector(".a6-ask")?.remove();
  const { doc, selection } = view.state;
  const input = h("input", {
    "aria-label": `Line, 1 to ${doc.lines}, or line:column`, "data-testid": "go-to-line", inputmode: "numeric",
    value: placeAt(doc, selection.main.head).line,
    onblur: () => box.remove(),
    onkeydown: (event) => {
      if (event.key === "Enter") go(view, input.value);
      else if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      view.focus();
    },
  });
  const box = h("div", { class: "a6-ask" }, h("span", {}, "Go to line"), input, h("span", {}, `of ${doc.lines}`));
  host.append(box);
  input.select();
}

function go(view, text) {
  const place = lineAndColumn(text, placeAt(view.state.doc, view.state.selection.main.head).line);
  if (!place) return;
  const anchor = offsetAt(view.state.doc, place.line, place.column);
  view.dispatch({ selection: { anchor }, effects: cm.EditorView.scrollIntoView(anchor, { y: "center" }) });
}
