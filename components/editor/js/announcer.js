// What the editor tells the page, in the shape in which the page receives it.

import { LANGUAGES } from "./languages.js";
import { placeAt } from "./offsets.js";
import { throttle } from "./throttle.js";

const CHANGE_MS = 250;
const CURSOR_MS = 100;

export class Announcer {
  #told = "";

  /** `emit(name, payload)` brings an event to the page. */
  constructor(emit) {
    this.emit = emit;
    this.sendChange = throttle((payload) => emit("change", payload), CHANGE_MS, ({ path }) => path);
    this.sendCursor = throttle((payload) => emit("cursor", payload), CURSOR_MS);
  }

  change({ path, autosave, state }) {
    this.sendChange({ path, dirty: autosave.dirty, lines: state.doc.lines });
  }

  cursor({ path }, { selection, doc }) {
    const selected = selection.ranges.reduce((sum, range) => sum + range.to - range.from, 0);
    this.sendCursor({ path, ...placeAt(doc, selection.main.head), selected, cursors: selection.ranges.length });
  }

  opened({ path, kind, size, language, state, autosave, restored = false }) {
    const lines = state?.doc.lines ?? null;
    this.emit("opened", { path, kind, size: size ?? null, lines, etag: autosave?.etag ?? null, language, restored });
  }

  state({ path, autosave, deleted }) {
    const state = deleted ? "deleted" : autosave.state;
    this.emit("state", { path, state, etag: autosave.etag, message: autosave.message });
    if (state === "conflict") this.emit("conflict", { path, theirs: autosave.theirs });
  }

  message({ path }, message) {
    this.emit("message", { path, message });
  }

  /** The open files and the one that is shown; said only when it is not what was said last. */
  tabs(paths, active) {
    const language = active?.kind === "text" ? LANGUAGES[active.language].title : null;
    const payload = { paths, active: active?.path ?? null, language };
    if (JSON.stringify(payload) === this.#told) return;
    this.#told = JSON.stringify(payload);
    this.emit("tabs", payload);
  }
}
