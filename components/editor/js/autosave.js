// Stores one document on the server while a person types, and never lets go of a text that is not stored yet.
//
// States: "saved" (the server confirmed the text), "unsaved" (typing), "saving" (a PUT is under way),
// "offline" (the server did not answer; tries again), "conflict" (the file changed elsewhere; the person chooses),
// "refused" (the server said no; typing or saving tries again).

import { sha256, sha256Now } from "./sha256.js";

const QUIET_MS = 400;
const LONGEST_MS = 1000;
const KEEP_MS = 250;
const TIMEOUT_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const KEEPALIVE_BYTES = 64 * 1024 - 512;
const TEMPORARY = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Autosave {
  #attempts = [];
  #emitted = "";
  #firstUnsaved = null;
  #inFlight = null;
  #keepCost = 0;
  #keepTimer = null;
  #lastChange = 0;
  #retries = 0;
  #sendTimer = null;
  #setbacks = 0;
  #stored = 0;
  #version = 0;

  /**
   * @param {object} parts
   * @param {string} parts.url where the file lives
   * @param {string|null} parts.etag the digest of the text the document started from
   * @param {() => Uint8Array} parts.read the present text as bytes
   * @param {(state: object) => void} parts.emit told of every change of state
   * @param {object} parts.store keeps texts in the browser: put(record), putNow(record), remove(url), move(from, to)
   * @param {typeof fetch} [parts.fetch]
   * @param {object} [parts.clock] now(), set(callback, ms), clear(timer)
   */
  constructor({ url, etag, read, emit, store, fetch = (...args) => globalThis.fetch(...args), clock = browserClock }) {
    Object.assign(this, { url, etag, read, emit, store, fetch, clock });
    this.state = "saved";
    this.message = "";
    this.theirs = null;
    this.elsewhere = null;
    this.onElsewhere = () => {};
  }

  get dirty() {
    return this.#version !== this.#stored;
  }

  /** Whether a PUT is under way. */
  get busy() {
    return this.#inFlight !== null;
  }

  /** Whether the server failed to answer more than once. */
  get lasting() {
    return this.#retries > 1;
  }

  /** The person changed the text. */
  changed() {
    this.#version++;
    this.#lastChange = this.clock.now();
    this.#firstUnsaved ??= this.#lastChange;
    this.#keepSoon();
    if (this.state === "conflict") return;
    if (this.state === "refused" || this.state === "saved") this.#enter("unsaved");
    this.#schedule();
  }

  /** Save at once; resolves when the server has answered and nothing is left to send. */
  async flush() {
    if (this.state === "refused") this.#enter("unsaved");
    while (this.#inFlight || (this.dirty && (this.state === "unsaved" || this.state === "offline"))) {
      const before = this.#setbacks;
      await (this.#inFlight ?? this.#send());
      if (this.#setbacks > before) break;
    }
    return this.state === "saved";
  }

  /** The network is back: do not wait for the next try. */
  online() {
    if (this.state === "offline" && !this.#inFlight) return this.#send();
  }

  /** The page goes away: keep the text and hand a small one to the browser for sending after the end of the page. */
  unload() {
    if (!this.dirty) return;
    this.store.putNow(this.#record());
    if (!this.#inFlight && (this.state === "unsaved" || this.state === "offline")) this.#send({ keepalive: true });
  }

  /** Take up a text kept from an earlier page; `theirs` is the server's digest, undefined if it did not answer. */
  resume(record, theirs) {
    this.#attempts = [...record.attempts];
    this.#version++;
    this.etag = this.#attempts.includes(theirs) ? theirs : record.base;
    this.#firstUnsaved = this.#lastChange = this.clock.now();
    this.#keepNow();
    if (theirs !== undefined && this.etag !== theirs) return this.#conflict(theirs);
    this.#enter("unsaved");
    this.#schedule();
  }

  /** The person decided that their text replaces the one on the server. */
  keepMine() {
    this.etag = this.theirs;
    this.theirs = null;
    this.#version++;
    this.#enter("unsaved");
    return this.flush();
  }

  /** The document now holds the server's text. */
  adopt(etag) {
    this.#stored = this.#version;
    this.#clean(etag);
  }

  /**
   * Say what a change elsewhere means here: "own" (our own save), "wait" (a PUT is under way),
   * "dirty" (the next save will find out) or "reload".
   */
  changedElsewhere(digest) {
    if (digest !== null && (digest === this.etag || this.#attempts.includes(digest))) return "own";
    if (this.#inFlight) {
      this.elsewhere = { digest };
      return "wait";
    }
    return this.dirty || this.state === "conflict" ? "dirty" : "reload";
  }

  /** The file has another name now. */
  async move(url) {
    const from = this.url;
    this.url = url;
    await this.store.move(from, url);
  }

  /** Stop; a text that is not stored stays kept. */
  close() {
    this.clock.clear(this.#sendTimer);
    this.clock.clear(this.#keepTimer);
    if (this.dirty) this.#keepNow();
  }

  #schedule() {
    if (this.#inFlight || this.state === "offline") return;
    const due = Math.min(this.#lastChange + QUIET_MS, this.#firstUnsaved + LONGEST_MS);
    this.#sendIn(due - this.clock.now());
  }

  #sendIn(ms) {
    this.clock.clear(this.#sendTimer);
    this.#sendTimer = this.clock.set(() => this.#send(), Math.max(0, ms));
  }

  #send(options = {}) {
    if (this.#inFlight) return this.#inFlight;
    this.clock.clear(this.#sendTimer);
    if (!this.dirty) return Promise.resolve();
    const round = this.#round(options);
    this.#inFlight = round.then(() => this.#settled());
    return this.#inFlight;
  }

  async #round({ keepalive = false }) {
    const version = this.#version;
    const bytes = this.read();
    const since = this.#firstUnsaved;
    this.#firstUnsaved = null;
    if (keepalive && bytes.length > KEEPALIVE_BYTES) return;
    // While nobody answers it stays "offline": each further try is no news.
    if (this.#retries === 0) this.#enter("saving");
    const digest = keepalive ? sha256Now(bytes) : await sha256(bytes);
    if (!this.#attempts.includes(digest)) this.#attempts.push(digest);
    try {
      await this.#answered(await this.#put(bytes, keepalive), version, digest);
    } catch (error) {
      this.#firstUnsaved ??= since;
      this.#failed(error);
    }
  }

  async #put(bytes, keepalive) {
    const limit = new AbortController();
    const timer = this.clock.set(() => limit.abort(), TIMEOUT_MS);
    const guard = this.etag === null ? { "If-None-Match": "*" } : { "If-Match": `"${this.etag}"` };
    const headers = { "Content-Type": "application/octet-stream", ...guard };
    try {
      return await this.fetch(this.url, { method: "PUT", headers, body: bytes, keepalive, signal: limit.signal });
    } finally {
      this.clock.clear(timer);
    }
  }

  async #answered(reply, version, digest) {
    if (reply.ok) return this.#confirmed(version, digestOf(reply) ?? digest);
    if (reply.status === 412) {
      const theirs = digestOf(reply);
      // A PUT whose answer was lost may have been stored: then "theirs" is a text of ours.
      if (theirs === digest) return this.#confirmed(version, theirs);
      if (theirs !== null && this.#attempts.includes(theirs)) return this.#rebase(theirs);
      return this.#conflict(theirs);
    }
    const detail = await detailOf(reply);
    if (TEMPORARY.has(reply.status)) throw new TemporaryError(detail, 1000 * Number(reply.headers.get("Retry-After")));
    this.#setBack(0);
    this.#enter("refused", detail);
  }

  #confirmed(version, etag) {
    this.#stored = version;
    if (!this.dirty) return this.#clean(etag);
    this.etag = etag;
    this.#attempts = [];
    this.#retries = 0;
    this.#enter("unsaved");
  }

  #rebase(etag) {
    this.etag = etag;
    this.#retries = 0;
    this.#firstUnsaved ??= this.clock.now() - LONGEST_MS;
    this.#enter("unsaved");
  }

  #clean(etag) {
    this.clock.clear(this.#sendTimer);
    this.clock.clear(this.#keepTimer);
    this.#keepTimer = null;
    Object.assign(this, { etag, theirs: null });
    this.#attempts = [];
    this.#retries = 0;
    this.#firstUnsaved = null;
    this.store.remove(this.url);
    this.#enter("saved");
  }

  #conflict(theirs) {
    this.theirs = theirs;
    this.#setBack(0);
    this.#enter("conflict");
  }

  #failed(error) {
    this.#setBack(this.#retries + 1);
    const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.min(this.#retries - 1, 8), LONGEST_RETRY_MS);
    this.#enter("offline", error instanceof TemporaryError ? error.message : "");
    this.#sendIn(Math.max(wait, error.waitMs || 0));
  }

  #setBack(retries) {
    this.#retries = retries;
    this.#setbacks++;
    this.#keepNow();
  }

  #settled() {
    this.#inFlight = null;
    if (this.state === "saving") this.#enter("unsaved");
    if (this.dirty && this.state === "unsaved") {
      this.#firstUnsaved ??= this.clock.now();
      this.#keepSoon();
      this.#schedule();
    }
    const { elsewhere } = this;
    this.elsewhere = null;
    if (elsewhere && !this.dirty && elsewhere.digest !== this.etag) this.onElsewhere(elsewhere.digest);
  }

  #keepSoon() {
    if (this.#keepTimer !== null) return;
    const wait = Math.min(LONGEST_MS, Math.max(KEEP_MS, 10 * this.#keepCost));
    this.#keepTimer = this.clock.set(() => this.#keepNow(), wait);
  }

  #keepNow() {
    this.clock.clear(this.#keepTimer);
    this.#keepTimer = null;
    if (!this.dirty) return;
    const start = this.clock.now();
    this.store.put(this.#record());
    this.#keepCost = this.clock.now() - start;
  }

  #record() {
    return { url: this.url, base: this.etag, attempts: [...this.#attempts], bytes: this.read(), time: this.clock.now() };
  }

  #enter(state, message = "") {
    this.state = state;
    this.message = message;
    const summary = `${state} ${this.etag} ${message} ${this.lasting}`;
    if (summary === this.#emitted) return;
    this.#emitted = summary;
    this.emit({ state, etag: this.etag, message });
  }
}

class TemporaryError extends Error {
  constructor(message, waitMs) {
    super(message);
    this.waitMs = Number.isFinite(waitMs) ? waitMs : 0;
  }
}

/** The digest in the ETag of an answer, or null. */
export function digestOf(reply) {
  return reply.headers.get("ETag")?.replace(/^W\//, "").replace(/^"(.*)"$/, "$1") ?? null;
}

/** What the server says about an error, in words for a person. */
export async function detailOf(reply) {
  const body = await reply.text().catch(() => "");
  try {
    const { detail } = JSON.parse(body);
    if (typeof detail === "string" && detail) return detail;
  } catch {
    // Not a JSON answer of ours: the status has to do.
  }
  return `The server answered ${reply.status}${reply.statusText ? ` ${reply.statusText}` : ""}.`;
}

export const browserClock = {
  now: () => Date.now(),
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => clearTimeout(timer),
};
