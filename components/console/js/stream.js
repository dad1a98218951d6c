// Follows a log over HTTP: reads as it grows, and goes on where it stopped after a broken connection. No DOM.

const PAUSES_MS = [300, 1000, 2000, 5000, 10_000];
const LASTING = (status) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

export class LogStream {
  #abort = new AbortController();
  #decoder = new TextDecoder();

  /**
   * `onText(text)` gets the log piece by piece; `onState(state, message)` gets `open`, `waiting` (connection lost), `ended`
   * (nothing more comes) and `failed` (with the reason).
   */
  constructor({ url, offset = 0, onText, onState, get = (...args) => fetch(...args), wait = pause }) {
    Object.assign(this, { url, offset, onText, onState, get, wait });
  }

  stop() { this.#abort.abort(); }

  /** Read until the log has ended; a clean end without a byte is the end, anything else is read on. */
  async run() {
    let failures = 0;
    while (!this.#abort.signal.aborted) {
      try {
        const before = this.offset;
        if (!(await this.#read())) return;
        failures = 0;
        if (this.offset === before) { this.#finish("ended"); return; }
      } catch {
        if (this.#abort.signal.aborted) return;
        this.onState("waiting", "The connection is lost. Trying again…");
        await this.wait(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)], this.#abort.signal);
        failures += 1;
      }
    }
  }

  async #read() {
    const separator = this.url.includes("?") ? "&" : "?";
    const address = `${this.url}${separator}offset=${this.offset}&follow=1`;
    const response = await this.get(address, { signal: this.#abort.signal, headers: { accept: "text/plain" } });
    if (LASTING(response.status)) {
      this.#finish("failed", await reason(response));
      return false;
    }
    if (!response.ok) throw new Error(`status ${response.status}`);
    this.onState("open", "");
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return true;
      this.offset += value.byteLength;
      const text = this.#decoder.decode(value, { stream: true });
      if (text) this.onText(text);
    }
  }

  #finish(state, message = "") {
    const rest = this.#decoder.decode();
    if (rest) this.onText(rest);
    this.onState(state, message);
  }
}

async function reason(response) {
  try {
    return (await response.json()).detail ?? `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}.`;
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
