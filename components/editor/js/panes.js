// What stands in the place of the text while there is none: loading, binary, too large, missing, refused, offline.

import { h } from "a6hub-kit/dom.js";
import { button } from "./controls.js";
import { bytes } from "./units.js";

/** The pane of a document, or null if its text is shown. */
export function paneOf(document_, retry) {
  if (!document_) return pane("Nothing is open", "Choose a file from the list to edit it here.");
  const { kind, path, size, limit, url, message } = document_;
  const name = path.split("/").at(-1);
  const download = () => h("a", { class: "a6-btn primary", href: url, download: name, "data-testid": "pane-download" }, "Download");
  const again = () => button("Try again", "pane-retry", retry, { primary: true });
  switch (kind) {
    case "text": return null;
    case "loading": return pane(null, `Opening ${name} …`);
    case "binary": return pane(`${name} is a binary file`, `It has ${bytes(size)}. It is kept byte by byte, but there is no text to edit.`, download());
    case "large": return pane(`${name} is too large for the editor`, `It has ${bytes(size)}; the editor opens texts up to ${bytes(limit)}. Download it, or replace it by uploading a smaller one.`, download());
    case "missing": return pane(`${name} is not there`, "It was moved or deleted. Close this tab, or try again if the file should exist.", again());
    case "refused": return pane(`${name} cannot be opened`, message, again());
    default: return pane(`${name} cannot be loaded`, `${message} It is tried again every few seconds.`, again());
  }
}

function pane(title, text, ...actions) {
  return h("div", { class: "a6-notice", "data-testid": "editor-pane" },
    title && h("h3", {}, title), h("p", {}, text), h("div", { class: "a6-actions" }, ...actions));
}
