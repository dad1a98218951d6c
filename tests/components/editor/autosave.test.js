import assert from "node:assert/strict";
import test from "node:test";

import { Autosave } from "../../../components/editor/js/autosave.js";
import { bytesOf, Clock, digestOf, Server, Store, textOf } from "./fakes.mjs";

const URL_ = "/tree/a.v";

/** A person at one document: types, and sees the states that are shown. */
function person(server, { text = server.text, etag = server.etag, clock = new Clock(), store = new Store() } = {}) {
  const states = [];
  const me = { text, clock, store, states, server };
  me.autosave = new Autosave({
    url: URL_,
    etag,
    store,
    clock,
    read: () => bytesOf(me.text),
    emit: ({ state }) => states.push(state),
    fetch: server.fetch,
  });
  me.type = (more) => {
    me.text += more;
    me.autosave.changed();
  };
  me.saysLast = () => me.autosave.message;
  return me;
}

test("text is stored 400 ms after the last key, and only then shown as saved", async () => {
  const me = person(new Server("module"));
  me.type(" m;");
  await me.clock.pass(399);
  assert.equal(me.server.text, "module");
  await me.clock.pass(1);
  assert.equal(me.server.text, "module m;");
  assert.deepEqual(me.states, ["unsaved", "saving", "saved"]);
});

test("someone who never pauses is stored every second", async () => {
  const me = person(new Server(""));
  for (let n = 0; n < 30; n++) {
    me.type("x");
    await me.clock.pass(100);
  }
  assert.equal(me.server.puts.length, 3);
  assert.equal(me.server.puts[0].text.length, 10);
});

test("saved is not said while the server has not answered", async () => {
  const me = person(new Server(""));
  const release = me.server.hold();
  me.type("a");
  await me.clock.pass(1000);
  assert.deepEqual(me.states, ["unsaved", "saving"]);
  release();
  await me.clock.pass(0);
  assert.deepEqual(me.states, ["unsaved", "saving", "saved"]);
});

test("never two writes of a document are under way, and what was typed meanwhile follows", async () => {
  const me = person(new Server(""));
  const release = me.server.hold();
  me.type("a");
  await me.clock.pass(500);
  me.type("b");
  await me.clock.pass(2000);
  me.autosave.flush();
  release();
  await me.clock.pass(1000);
  assert.equal(me.server.mostAtOnce, 1);
  assert.deepEqual(me.server.puts.map(({ text }) => text), ["a", "ab"]);
  assert.equal(me.autosave.state, "saved");
});

test("a server that is down is tried again and again, and the text waits in the browser", async () => {
  const me = person(new Server("start "));
  me.server.alive = false;
  me.type("one ");
  await me.clock.pass(5000);
  assert.equal(me.autosave.state, "offline");
  me.type("two");
  await me.clock.pass(5000);
  assert.equal(me.store.textOf(URL_), "start one two");
  me.server.alive = true;
  await me.clock.pass(5000);
  assert.equal(me.server.text, "start one two");
  assert.equal(me.autosave.state, "saved");
  assert.equal(me.store.textOf(URL_), null);
});

test("a server that stays away is news once, and once more when it lasts, however often it is tried", async () => {
  const me = person(new Server(""));
  me.server.alive = false;
  me.type("a");
  await me.clock.pass(20_000);
  assert.deepEqual(me.states, ["unsaved", "saving", "offline", "offline"]);
  assert.ok(me.autosave.lasting);
});

test("when the network returns nobody waits for the next try", async () => {
  const me = person(new Server(""));
  me.server.alive = false;
  me.type("a");
  await me.clock.pass(60_000);
  me.server.alive = true;
  await me.autosave.online();
  assert.equal(me.server.text, "a");
});

test("a write whose answer got lost is no conflict", async () => {
  const me = person(new Server(""));
  me.server.losesAnswers = true;
  me.type("a");
  await me.clock.pass(400);
  assert.equal(me.server.text, "a");
  me.server.losesAnswers = false;
  me.type("b");
  await me.clock.pass(3000);
  assert.equal(me.server.text, "ab");
  assert.equal(me.autosave.state, "saved");
  assert.ok(!me.states.includes("conflict"));
});

test("a change elsewhere is a conflict: both texts stay and nothing is sent until the person chooses", async () => {
  const me = person(new Server("base"));
  me.server.text = "theirs";
  me.type(" mine");
  await me.clock.pass(500);
  assert.equal(me.autosave.state, "conflict");
  assert.equal(me.autosave.theirs, digestOf("theirs"));
  me.type(" more");
  await me.clock.pass(10_000);
  assert.equal(me.server.text, "theirs");
  assert.equal(me.store.textOf(URL_), "base mine more");
});

test("keep mine replaces the text that the person saw", async () => {
  const me = person(new Server("base"));
  me.server.text = "theirs";
  me.type(" mine");
  await me.clock.pass(500);
  await me.autosave.keepMine();
  assert.equal(me.server.text, "base mine");
  assert.equal(me.autosave.state, "saved");
});

test("keep mine is a new conflict if the file changed once more", async () => {
  const me = person(new Server("base"));
  me.server.text = "theirs";
  me.type(" mine");
  await me.clock.pass(500);
  me.server.text = "theirs again";
  await me.autosave.keepMine();
  assert.equal(me.server.text, "theirs again");
  assert.equal(me.autosave.state, "conflict");
});

test("take theirs is done when the document holds their text", async () => {
  const me = person(new Server("base"));
  me.server.text = "theirs";
  me.type(" mine");
  await me.clock.pass(500);
  me.text = "theirs";
  me.autosave.adopt(me.server.etag);
  assert.equal(me.autosave.state, "saved");
  assert.equal(me.store.textOf(URL_), null);
  me.type("!");
  await me.clock.pass(400);
  assert.equal(me.server.text, "theirs!");
});

test("a file that was deleted elsewhere is written again only if the person wants it", async () => {
  const me = person(new Server("base"));
  me.server.text = null;
  me.type(" mine");
  await me.clock.pass(500);
  assert.equal(me.autosave.state, "conflict");
  assert.equal(me.autosave.theirs, null);
  await me.autosave.keepMine();
  assert.equal(me.server.text, "base mine");
});

test("a refusal shows the server's words, keeps the text, and the next key tries again", async () => {
  const me = person(new Server("base"));
  me.server.refusal = { status: 413, detail: "The project has 100 MB; delete something first." };
  me.type(" mine");
  await me.clock.pass(30_000);
  assert.equal(me.autosave.state, "refused");
  assert.equal(me.saysLast(), "The project has 100 MB; delete something first.");
  assert.equal(me.store.textOf(URL_), "base mine");
  me.server.refusal = null;
  me.type(".");
  await me.clock.pass(400);
  assert.equal(me.server.text, "base mine.");
});

test("a busy server says when to come back, and is not asked before", async () => {
  const me = person(new Server(""));
  me.server.refusal = { status: 429, detail: "Too many writes.", headers: { "Retry-After": "7" } };
  me.type("a");
  await me.clock.pass(500);
  me.server.refusal = null;
  await me.clock.pass(6000);
  assert.equal(me.server.text, "");
  await me.clock.pass(1000);
  assert.equal(me.server.text, "a");
});

test("an answer that never comes counts as a server that is down", async () => {
  const me = person(new Server(""));
  const never = (url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  me.autosave.fetch = never;
  me.type("a");
  await me.clock.pass(15_500);
  assert.equal(me.autosave.state, "offline");
  me.autosave.fetch = me.server.fetch;
  await me.clock.pass(5000);
  assert.equal(me.server.text, "a");
});

test("the browser keeps unsaved text within a second however fast one types", async () => {
  const me = person(new Server(""));
  me.server.hold();
  for (let n = 0; n < 50; n++) {
    me.type("x");
    await me.clock.pass(20);
  }
  assert.ok(me.store.textOf(URL_).length >= 35);
});

test("a page that closes sends a small text at the last moment and keeps it as well", async () => {
  const me = person(new Server(""));
  me.type("last words");
  me.autosave.unload();
  assert.equal(textOf(me.store.atOnce[0].bytes), "last words");
  await me.clock.pass(0);
  assert.deepEqual(me.server.puts.map(({ text, keepalive }) => [text, keepalive]), [["last words", true]]);
});

test("a page that closes with a large text relies on what the browser keeps", async () => {
  const me = person(new Server(""));
  me.type("x".repeat(70_000));
  me.autosave.unload();
  await me.clock.pass(0);
  assert.equal(me.server.puts.length, 0);
  assert.equal(me.store.textOf(URL_).length, 70_000);
});

test("a kept text goes on where the server still has its base", async () => {
  const server = new Server("base");
  const me = person(server, { text: "base and more" });
  me.autosave.resume({ base: digestOf("base"), attempts: [], bytes: bytesOf(me.text) }, server.etag);
  await me.clock.pass(400);
  assert.equal(server.text, "base and more");
});

test("a kept text goes on where the server has an unconfirmed write of the killed page", async () => {
  const server = new Server("base and");
  const me = person(server, { text: "base and more" });
  me.autosave.resume({ base: digestOf("base"), attempts: [digestOf("base and")], bytes: bytesOf(me.text) }, server.etag);
  await me.clock.pass(400);
  assert.equal(server.text, "base and more");
});

test("a kept text is a conflict where someone else wrote meanwhile", async () => {
  const server = new Server("theirs");
  const me = person(server, { text: "mine" });
  me.autosave.resume({ base: digestOf("base"), attempts: [], bytes: bytesOf(me.text) }, server.etag);
  await me.clock.pass(5000);
  assert.equal(me.autosave.state, "conflict");
  assert.equal(server.text, "theirs");
  assert.equal(me.store.textOf(URL_), "mine");
});

test("news of our own write is told apart from someone else's", async () => {
  const me = person(new Server("base"));
  assert.equal(me.autosave.changedElsewhere(digestOf("base")), "own");
  assert.equal(me.autosave.changedElsewhere(digestOf("other")), "reload");
  const release = me.server.hold();
  me.type("!");
  await me.clock.pass(400);
  assert.equal(me.autosave.changedElsewhere(digestOf("base!")), "own");
  assert.equal(me.autosave.changedElsewhere(digestOf("other")), "wait");
  release();
  await me.clock.pass(0);
  me.type("?");
  assert.equal(me.autosave.changedElsewhere(digestOf("other")), "dirty");
});

test("news that came while a write was under way is looked at afterwards", async () => {
  const me = person(new Server(""));
  const news = [];
  me.autosave.onElsewhere = (digest) => news.push(digest);
  const release = me.server.hold();
  me.type("a");
  await me.clock.pass(400);
  me.autosave.changedElsewhere(digestOf("other"));
  release();
  await me.clock.pass(0);
  assert.deepEqual(news, [digestOf("other")]);
});

test("flush tells whether everything is stored", async () => {
  const me = person(new Server(""));
  me.type("a");
  assert.equal(await me.autosave.flush(), true);
  me.server.alive = false;
  me.type("b");
  assert.equal(await me.autosave.flush(), false);
});

test("a renamed file is stored under its new address", async () => {
  const me = person(new Server(""));
  me.type("a");
  await me.clock.pass(250);
  await me.autosave.move("/tree/b.v");
  await me.clock.pass(400);
  assert.equal(me.server.puts[0].url, "/tree/b.v");
  assert.equal(me.store.kept.size, 0);
});

for (const seed of Array.from({ length: 40 }, (_, n) => n + 1)) {
  test(`everything typed arrives although the server fails at random (seed ${seed})`, async () => {
    const random = generator(seed);
    const me = person(new Server("start\n"));
    let release = () => {};
    for (let n = 0; n < 120; n++) {
      const what = random();
      if (what < 0.5) me.type(String.fromCharCode(97 + (n % 26)));
      else if (what < 0.6) me.server.alive = !me.server.alive;
      else if (what < 0.7) me.server.losesAnswers = !me.server.losesAnswers;
      else if (what < 0.75) release = (release(), me.server.hold());
      else if (what < 0.8) release();
      else if (what < 0.85) me.server.refusal = me.server.refusal ? null : { status: 503, detail: "Later." };
      else if (what < 0.9) me.autosave.flush();
      else if (what < 0.93) me.autosave.online();
      await me.clock.pass(Math.floor(random() * 700));
      assert.ok(me.autosave.state !== "saved" || me.server.text === me.text, "saved was said too early");
    }
    release();
    Object.assign(me.server, { alive: true, losesAnswers: false, refusal: null });
    await me.clock.pass(30_000);
    assert.equal(me.server.text, me.text);
    assert.equal(me.autosave.state, "saved");
    assert.equal(me.server.mostAtOnce, 1);
    assert.equal(me.store.kept.size, 0);
    assert.ok(!me.states.includes("conflict"));
  });
}

/** Numbers from 0 to 1 that are the same on every run. */
function generator(seed) {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0;
    return (state >>> 0) / 4294967296;
  };
}
