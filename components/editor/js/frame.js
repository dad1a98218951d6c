// The elements around the text: tab strip, bar, notice in place of a text, and what screen readers are told.

import { h } from "a6hub-kit/dom.js";
import { barOf } from "./bars.js";
import { paneOf } from "./panes.js";
import { Tabs } from "./tabs.js";

const WIDE = "(min-width: 1200px)";

let frames = 0;

export class Frame {
  #barShown = "";
  #noticeShown = null;

  /** `editor` does what tabs and bars ask for. */
  constructor(container, editor, tabs) {
    this.editor = editor;
    const id = `a6-editor-pane-${++frames}`;
    this.tabs = new Tabs({
      select: (path, { keyboard = false } = {}) => editor.show(path, { focus: !keyboard }),
      close: (path) => editor.close(path),
      reorder: (paths) => editor.reorder(paths),
    }, id);
    this.bar = h("div");
    this.viewHost = h("div", { class: "a6-view" });
    this.notice = h("div", { style: "height:100%" });
    this.said = h("div", { class: "a6-said", role: "status" });
    this.pane = h("div", { class: "a6-pane", id, role: "tabpanel", "aria-label": "Editor" },
      this.viewHost, this.notice, this.said);
    this.root = h("div", { class: "a6-editor", "data-testid": "editor" }, tabs ? this.tabs.root : h("div"), this.bar, this.pane);
    container.append(this.root);
  }

  /** Draw what the documents are like now. */
  draw(documents, active) {
    const before = this.bar.offsetHeight;
    this.tabs.draw(documents.map(({ path, saveState, readOnly }) => ({ path, state: saveState, readOnly })), active?.path ?? null);
    this.#drawBar(active);
    this.#drawNotice(active);
    // A bar takes room from the text; the line where one types must not disappear behind its lower end.
    if (this.bar.offsetHeight > before) this.editor.keepCursorInView();
  }

  /** Tell people who cannot see the screen. */
  say(text) {
    this.said.textContent = text;
  }

  remove() {
    this.root.remove();
  }

  #drawBar(doc) {
    const { editor } = this;
    const bar = barOf(doc, {
      differences: () => editor.showDifferences(doc),
      keepMine: () => doc.keepMine(),
      takeTheirs: () => doc.takeTheirs(),
      restore: () => doc.restore(),
      close: () => editor.close(doc.path),
      retry: () => doc.autosave.flush(),
    });
    // Drawn anew only when it says something else, so that a button does not vanish under the pointer.
    const says = bar ? `${doc.path} ${bar.textContent}` : "";
    if (says === this.#barShown) return;
    this.#barShown = says;
    this.bar.replaceChildren(...(bar ? [bar] : []));
  }

  #drawNotice(doc) {
    const says = doc ? `${doc.path} ${doc.kind} ${doc.message}` : "";
    if (says === this.#noticeShown) return;
    this.#noticeShown = says;
    const notice = paneOf(doc, () => doc.load());
    this.notice.replaceChildren(...(notice ? [notice] : []));
    this.notice.hidden = !notice;
    this.viewHost.hidden = Boolean(notice);
  }
}

/** Watch the page: `unload`, `online`, `hidden`, `visible`, `look` (theme or width changed); returns what stops it. */
export function watchPage({ unload, online, hidden, visible, look }) {
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener("beforeunload", unload, { signal });
  window.addEventListener("pagehide", unload, { signal });
  window.addEventListener("online", online, { signal });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hidden() : visible()), { signal });
  matchMedia(WIDE).addEventListener("change", look, { signal });
  const themes = new MutationObserver(look);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  return () => {
    stop.abort();
    themes.disconnect();
  };
}
