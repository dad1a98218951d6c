import assert from "node:assert/strict";
import { test } from "node:test";

import { LogStream } from "../../../components/console/js/stream.js";

const encode = (text) => new TextEncoder().encode(text);

// A server that gives out `log` from the offset asked for; `plan` says what goes wrong with each request.
function server(log, plan) {
  const offsets = [];
  const get = async (address) => {
    const offset = Number(new URL(address, "http://x").searchParams.get("offset"));
    offsets.push(offset);
    const step = plan.shift() ?? {};
    if (step.refuse) throw new TypeError("refused");
    if (step.status) return { ok: false, status: step.status, json: async () => ({ detail: step.detail }) };
    const body = new ReadableStream({
      start(controller) {
        const piece = encode(log).slice(offset, step.cut);
        if (piece.length) controller.enqueue(piece);
        if (step.cut) setTimeout(() => controller.error(new TypeError("cut")), 5);
        else controller.close();
      },
    });
    return { ok: true, status: 200, body };
  };
  return { get, offsets };
}

async function read(log, plan, url = "/log") {
  const { get, offsets } = server(log, plan);
  const states = [];
  let text = "";
  const stream = new LogStream({ url, get, wait: async () => {}, onText: (piece) => { text += piece; },
    onState: (state, message) => states.push(message ? `${state}: ${message}` : state) });
  await stream.run();
  return { text, states, offsets };
}

test("a log is read to its end, and the end is asked for once more", async () => {
  const { text, states, offsets } = await read("one\ntwo\n", []);
  assert.equal(text, "one\ntwo\n");
  assert.deepEqual(offsets, [0, 8]);
  assert.equal(states.at(-1), "ended");
});

test("a broken connection goes on where it stopped, in the middle of a letter too", async () => {
  const { text, offsets, states } = await read("µs: ok\n", [{ cut: 1 }, { refuse: true }]);
  assert.equal(text, "µs: ok\n");
  assert.deepEqual(offsets, [0, 1, 1, 8]);
  assert.ok(states.some((state) => state.startsWith("waiting")));
});

test("a log that may not be read says why and is not asked for again", async () => {
  const { states, offsets } = await read("", [{ status: 404, detail: "There is no such run." }]);
  assert.deepEqual(states, ["failed: There is no such run."]);
  assert.equal(offsets.length, 1);
});

test("a busy server is asked again", async () => {
  const { text } = await read("late\n", [{ status: 503 }, { status: 429 }]);
  assert.equal(text, "late\n");
});
