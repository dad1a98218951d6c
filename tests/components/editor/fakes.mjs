// A clock that moves when the test says so, a server with one file, and a store that shows what it keeps.

import { sha256Now } from "../../../components/editor/js/sha256.js";

export const bytesOf = (text) => new TextEncoder().encode(text);
export const textOf = (bytes) => new TextDecoder().decode(bytes);
export const digestOf = (text) => sha256Now(bytesOf(text));

export class Clock {
  time = 0;
  timers = [];

  now() {
    return this.time;
  }

  set(callback, ms) {
    const timer = { callback, due: this.time + ms };
    this.timers.push(timer);
    return timer;
  }

  clear(timer) {
    this.timers = this.timers.filter((each) => each !== timer);
  }

  /** Let time pass; whatever is due runs in order, and what it awaits is finished. */
  async pass(ms) {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.due);
      this.clear(next);
      next.callback();
      await settle();
    }
    this.time = end;
  }
}

/** One file behind an address, with ETags; it can be killed, made to hang, to refuse, or to lose an answer. */
export class Server {
  puts = [];
  running = 0;
  mostAtOnce = 0;
  alive = true;
  losesAnswers = false;
  refusal = null;
  gate = null;

  constructor(text) {
    this.text = text;
    this.fetch = this.fetch.bind(this);
  }

  get etag() {
    return this.text === null ? null : digestOf(this.text);
  }

  /** Requests wait until the returned function is called. */
  hold() {
    let release;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => {
      this.gate = null;
      release();
    };
  }

  async fetch(url, { method = "GET", headers = {}, body, keepalive } = {}) {
    this.running++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    try {
      await this.gate;
      if (!this.alive) throw new TypeError("Failed to fetch");
      return this.put(url, headers, textOf(body), keepalive, method);
    } finally {
      this.running--;
    }
  }

  put(url, headers, text, keepalive, method) {
    if (this.refusal) return reply(this.refusal.status, { detail: this.refusal.detail }, this.refusal.headers);
    const etag = this.etag && `"${this.etag}"`;
    const wrong = headers["If-Match"] ? headers["If-Match"] !== etag : this.text !== null;
    if (wrong) return reply(412, { detail: "Changed meanwhile." }, etag ? { ETag: etag } : {});
    this.text = text;
    this.puts.push({ url, text, keepalive, method });
    if (this.losesAnswers) throw new TypeError("Failed to fetch");
    return reply(200, {}, { ETag: `"${this.etag}"` });
  }
}

export class Store {
  kept = new Map();
  atOnce = [];

  put(record) {
    this.kept.set(record.url, record);
  }

  putNow(record) {
    this.atOnce.push(record);
    this.put(record);
  }

  remove(url) {
    this.kept.delete(url);
  }

  async move(from, to) {
    const record = this.kept.get(from);
    this.kept.delete(from);
    if (record) this.kept.set(to, { ...record, url: to });
  }

  textOf(url) {
    const record = this.kept.get(url);
    return record ? textOf(record.bytes) : null;
  }
}

function reply(status, body, headers = {}) {
  return new Response(JSON.stringify(body), { status, headers });
}

function settle() {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
