// One open file: its text and undo history, its place on the server, and what is known about it.

import { Autosave } from "./autosave.js";
import { decode, encode } from "./encoding.js";
import { languageOf } from "./languages.js";
import { fetchFile } from "./load.js";
import { sha256 } from "./sha256.js";

export class SourceDocument {
  #closed = false;

  /** `host` is the editor: it creates states, applies changes and is told what happened. */
  constructor(host, path, { url, etag = null, readOnly = false, language = null }) {
    Object.assign(this, { host, path, url, etag, readOnly });
    this.language = language ?? languageOf(path);
    this.kind = "loading";
    this.state = null;
    this.scroll = null;
    this.autosave = null;
    this.deleted = false;
    this.message = "";
    this.ready = new Promise((resolve) => (this.markReady = resolve));
  }

  /** Fetch the file; a text that an earlier page could not store comes back with it. */
  async load() {
    const [file, kept] = await Promise.all([fetchFile(this.url, this.host.limits()), this.#kept()]);
    if (this.#closed) return;
    Object.assign(this, { kind: file.kind, message: file.message ?? "", size: file.size, limit: file.limit });
    if (kept && (file.kind === "text" || file.kind === "missing" || file.kind === "offline")) await this.#resume(kept, file);
    else if (file.kind === "text") this.#start(file.text, file.form, file.etag);
    this.markReady();
    this.host.loaded(this, file);
  }

  get saveState() {
    return this.autosave?.state ?? "saved";
  }

  get text() {
    return this.host.stateOf(this)?.doc.toString() ?? null;
  }

  /** The present bytes of the file, byte order mark and line ends as they were. */
  bytes() {
    return encode(this.text, this.form);
  }

  /** The person (or a method of the editor) changed the text. */
  edited() {
    this.deleted = false;
    if (!this.readOnly) this.autosave.changed();
  }

  /** The file changed elsewhere; `digest` is null if it was deleted. */
  async changedElsewhere(digest) {
    if (!this.autosave) return this.load();
    if (this.autosave.changedElsewhere(digest) === "reload") await this.reload(digest);
  }

  /** Look whether the file changed while nobody looked. */
  async refresh() {
    if (this.autosave && !this.autosave.dirty && !this.autosave.busy) await this.reload();
  }

  /** Take the server's text in place if nobody typed; the cursor and the undo history stay. */
  async reload(digest) {
    const file = digest === null ? { kind: "missing" } : await fetchFile(this.url, { ...this.host.limits(), etag: this.autosave.etag });
    if (this.#closed || this.autosave.dirty || this.autosave.busy) return;
    if (file.kind === "text") this.#take(file, { undoable: false });
    if (file.kind !== "missing" || this.deleted) return;
    this.deleted = true;
    this.host.stateChanged(this);
  }

  /** What the server has now: `{kind, text, etag ...}`. */
  theirs() {
    return fetchFile(this.url, this.host.limits());
  }

  /** Resolve a conflict with the server's text; undo brings the person's own text back. */
  async takeTheirs() {
    const file = await this.theirs();
    if (file.kind === "missing") {
      this.autosave.adopt(null);
      await this.host.close(this.path);
    } else if (file.kind === "text") {
      this.#take(file, { undoable: true });
    } else {
      this.host.tell.message(this, file.message || "The file on the server is not a text any more; download it from the file list.");
    }
  }

  /** Resolve a conflict with the person's text, or one merged from both. */
  async keepMine(merged = null) {
    if (merged !== null) this.host.replaceText(this, merged, { undoable: true });
    await this.autosave.keepMine();
  }

  /** Write a deleted file again. */
  async restore() {
    this.deleted = false;
    this.autosave.theirs = null;
    await this.autosave.keepMine();
  }

  async rename(path, url) {
    Object.assign(this, { path, url, language: languageOf(path) });
    await this.autosave?.move(url);
  }

  close() {
    this.#closed = true;
    this.autosave?.close();
    this.markReady();
  }

  async #kept() {
    return this.readOnly ? null : this.host.store.find(this.url);
  }

  async #resume(kept, file) {
    const digest = await sha256(kept.bytes);
    const { kind, text, eol, bom } = decode(kept.bytes);
    if (kind !== "text" || digest === file.etag) {
      await this.host.store.drop(kept);
      if (file.kind === "text") this.#start(file.text, file.form, file.etag);
      return;
    }
    this.kind = "text";
    this.restored = true;
    this.#start(text, { eol, bom }, kept.base);
    const theirs = { text: file.etag, missing: null, offline: undefined }[file.kind];
    this.autosave.resume(kept, theirs);
    await this.host.store.takenOver(kept);
  }

  #start(text, form, etag) {
    this.form = form;
    this.autosave = new Autosave({
      url: this.url,
      etag,
      read: () => this.bytes(),
      store: this.host.store,
      emit: () => this.host.stateChanged(this),
      fetch: this.host.fetch,
    });
    this.autosave.onElsewhere = (digest) => this.reload(digest);
    this.state = this.host.createState(this, text);
  }

  #take(file, { undoable }) {
    const otherSplit = (this.form.eol === null) !== (file.form.eol === null);
    this.form = file.form;
    // A state splits lines in one way only; a file that starts to mix line ends needs a new one.
    if (otherSplit) this.host.resetState(this, file.text);
    else this.host.replaceText(this, file.text, { undoable });
    this.deleted = false;
    this.autosave.adopt(file.etag);
    this.host.stateChanged(this);
  }
}
