// Asks the server about one trace.

import { decodeWindow } from "./decode.js";
import { Hierarchy } from "./hierarchy.js";
import { Clock } from "./time.js";

const MAX_TICKS = 2n ** 63n - 1n;

/** A failed request, with a message for people. */
export class SourceError extends Error {}

export class TraceSource {
  constructor(baseUrl, fetcher = globalThis.fetch.bind(globalThis)) {
    this.baseUrl = baseUrl.replace(/\/$/, "");
    this.fetcher = fetcher;
  }

  /** Fetch hierarchy and time range. */
  async open() {
    const answer = await (await this.#get("hierarchy")).json();
    this.clock = new Clock({ start: answer.start, end: answer.end, timescale: answer.hierarchy.timescale });
    this.hierarchy = new Hierarchy(answer.hierarchy);
    this.changes = answer.changes;
    this.problems = answer.problems;
    this.problemCount = answer.problem_count;
    return this;
  }

  async window(variables, t0, t1, columns, signal) {
    const range = `t0=${this.clock.ticks(t0)}&t1=${this.clock.ticks(t1)}&px=${columns}`;
    const answer = await this.#get(`window?v=${variables.join()}&${range}`, signal);
    return decodeWindow(await answer.arrayBuffer());
  }

  async values(variables, time) {
    // A step of a very long trace is several ticks: its last one has the value that the picture shows.
    const last = BigInt(this.clock.ticks(time + 1)) - 1n;
    const ticks = String(last > MAX_TICKS ? MAX_TICKS : last);
    return (await (await this.#get(`values?v=${variables.join()}&t=${ticks}`)).json()).values;
  }

  /** Return the time of the next or previous change, or null. */
  async edge(variable, time, direction) {
    const answer = await this.#get(`edges?v=${variable}&t=${this.clock.ticks(time)}&direction=${direction}`);
    const { edge } = await answer.json();
    return edge === null ? null : this.clock.time(edge.time);
  }

  async #get(path, signal) {
    let answer;
    try {
      answer = await this.fetcher(`${this.baseUrl}/${path}`, { signal, headers: { accept: "*/*" } });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new SourceError("The server cannot be reached. Check the connection and try again.");
    }
    if (answer.ok) return answer;
    throw new SourceError(await reason(answer));
  }
}

async function reason(answer) {
  try {
    return (await answer.json()).detail || `The server answered with ${answer.status}.`;
  } catch {
    return `The server answered with ${answer.status}.`;
  }
}
