// Keeps texts that the server does not have yet in this browser, so that a killed page, browser or server loses nothing.
//
// Each page writes under its own name; a later page takes over what a page that is gone left behind.

import { browserClock } from "./autosave.js";

const NAME = "a6hub-kept";
const ANSWER_MS = 150;
const FORGET_MS = 30 * 24 * 3600 * 1000;

export class KeptTexts {
  #channel = null;
  #database;
  #page = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

  constructor() {
    this.#database = openDatabase();
    if (typeof BroadcastChannel === "undefined") return;
    this.#channel = new BroadcastChannel(NAME);
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.ask === this.#page) this.#channel.postMessage({ alive: this.#page });
    });
  }

  /** Keep a record `{url, base, attempts, bytes, time}`, replacing this page's earlier one of the same file. */
  async put(record) {
    await this.#store("readwrite", (store) => store.put({ ...record, page: this.#page }));
  }

  /** Keep a record at once, because the page is about to end. */
  putNow(record) {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(record.bytes);
    try {
      localStorage.setItem(this.#key(record.url), JSON.stringify({ ...record, bytes: undefined, text, page: this.#page }));
    } catch {
      // Larger than the browser's quota: the record in the database, at most a quarter of a second older, remains.
    }
    this.put(record);
  }

  /** Forget this page's text of a file, because it is stored now. */
  async remove(url) {
    await this.drop({ url, page: this.#page });
  }

  /** A found record is kept under this page's name now. */
  async takenOver(record) {
    if (record.page !== this.#page) await this.drop(record);
  }

  /** Stop answering for this page: what it left may be taken over. */
  close() {
    this.#channel?.close();
  }

  /** Forget one found record. */
  async drop({ url, page }) {
    localRemove(`${NAME}:${page}:${url}`);
    await this.#store("readwrite", (store) => store.delete([url, page]));
  }

  /** Carry this page's text of a file over to its new name. */
  async move(from, to) {
    const record = await this.#store("readonly", (store) => store.get([from, this.#page]));
    if (record) await this.put({ ...record, url: to });
    await this.remove(from);
  }

  /** The newest text of a file that was left behind by this page, or by one that no longer lives; null if there is none. */
  async find(url) {
    const inDatabase = (await this.#store("readonly", (store) => store.index("url").getAll(url))) ?? [];
    const newest = new Map();
    for (const record of [...inDatabase, ...localRecords(url)]) {
      const known = newest.get(record.page);
      if (!known || known.time <= record.time) newest.set(record.page, record);
    }
    const left = [];
    for (const record of newest.values()) {
      if (Date.now() - record.time > FORGET_MS) await this.drop(record);
      else if (record.page === this.#page || !(await this.#lives(record.page))) left.push(record);
    }
    return left.sort((a, b) => b.time - a.time)[0] ?? null;
  }

  #key(url) {
    return `${NAME}:${this.#page}:${url}`;
  }

  #lives(page) {
    if (!this.#channel) return Promise.resolve(false);
    return new Promise((resolve) => {
      const answer = ({ data }) => data.alive === page && finish(true);
      const timer = browserClock.set(() => finish(false), ANSWER_MS);
      const finish = (alive) => {
        browserClock.clear(timer);
        this.#channel.removeEventListener("message", answer);
        resolve(alive);
      };
      this.#channel.addEventListener("message", answer);
      this.#channel.postMessage({ ask: page });
    });
  }

  async #store(mode, use) {
    const database = await this.#database;
    if (!database) return undefined;
    return new Promise((resolve) => {
      // A full disk or cleared site data must not stop the person from typing; saving goes on without the copy.
      try {
        const transaction = database.transaction("texts", mode);
        const request = use(transaction.objectStore("texts"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => resolve(undefined);
      } catch {
        resolve(undefined);
      }
    });
  }
}

function openDatabase() {
  return new Promise((resolve) => {
    if (typeof indexedDB === "undefined") return resolve(null);
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore("texts", { keyPath: ["url", "page"] });
      store.createIndex("url", "url");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
}

function localRecords(url) {
  const records = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(`${NAME}:`) || !key.endsWith(`:${url}`)) continue;
      const record = JSON.parse(localStorage.getItem(key));
      if (record.url === url) records.push({ ...record, bytes: new TextEncoder().encode(record.text) });
    }
  } catch {
    // Storage is switched off in this browser.
  }
  return records;
}

function localRemove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is switched off in this browser.
  }
}
