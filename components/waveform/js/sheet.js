// A sheet over the viewer: the help, and the problems that were found in the trace.

import { h, iconButton } from "a6hub-kit/dom.js";

import { HELP } from "./keys.js";

let open = null;

function showSheet(root, title, content) {
  closeSheet();
  const before = document.activeElement;
  const close = iconButton("close", "Close", () => closeSheet(), { "data-testid": "wave-sheet-close", "style": "float: right; margin: -4px -8px 0 8px" });
  const panel = h("div", { "role": "dialog", "aria-modal": "true", "aria-label": title, "data-testid": "wave-sheet" },
    close, h("h2", {}, title), content);
  const sheet = h("div", { class: "a6w-sheet" }, panel);
  sheet.addEventListener("pointerdown", (event) => { if (event.target === sheet) closeSheet(); });
  sheet.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") closeSheet();
    if (event.key === "Tab") event.preventDefault();
  });
  root.append(sheet);
  close.focus();
  open = () => {
    sheet.remove();
    before?.focus?.({ preventScroll: true });
  };
}

/** Close the sheet, if one is open. */
export function closeSheet() {
  open?.();
  open = null;
}

export function showHelp(root) {
  showSheet(root, "Keys of the waveform viewer", h("dl", {}, HELP.flatMap(([keys, text]) => [h("dt", {}, keys), h("dd", {}, text)])));
}

export function showProblems(root, problems, count) {
  const rest = count - problems.length;
  showSheet(root, "Lines of the trace that could not be used", h("div", {},
    h("ol", {}, problems.map(({ line, message }) => h("li", {}, `line ${line}: ${message}`))),
    rest > 0 ? h("p", {}, `and ${rest.toLocaleString("en")} more`) : null));
}
