import assert from "node:assert/strict";
import { test } from "node:test";

import { matchesShortcut, shortcutLabel } from "../../../components/kit/js/keys.js";

const press = (key, modifiers = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers });

test("a shortcut matches its keys and no others", () => {
  assert.ok(matchesShortcut(press("k", { ctrlKey: true }), "Ctrl+K"));
  assert.ok(!matchesShortcut(press("k"), "Ctrl+K"));
  assert.ok(!matchesShortcut(press("K", { ctrlKey: true, shiftKey: true }), "Ctrl+K"));
  assert.ok(matchesShortcut(press("F", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+F"));
});

test("Command is Ctrl on a Mac", () => {
  assert.ok(matchesShortcut(press("Enter", { metaKey: true }), "Ctrl+Enter"));
  assert.equal(shortcutLabel("Ctrl+Shift+F", true), "⌘ Shift F");
});

test("Shift and a function key are another shortcut", () => {
  assert.ok(matchesShortcut(press("F5", { shiftKey: true }), "Shift+F5"));
  assert.ok(!matchesShortcut(press("F5", { shiftKey: true }), "F5"));
  assert.ok(matchesShortcut(press("1", { altKey: true }), "Alt+1"));
});

test("signs need no Shift of their own", () => {
  assert.ok(matchesShortcut(press("?", { shiftKey: true }), "?"));
  assert.ok(matchesShortcut(press("?"), "?"));
});

test("key caps are short", () => {
  assert.equal(shortcutLabel("Ctrl+Enter", false), "Ctrl ↵");
  assert.equal(shortcutLabel("Delete", false), "Delete");
  assert.equal(shortcutLabel("alt+z", false), "Alt Z");
  assert.equal(shortcutLabel("Shift Alt Up", false), "Alt Shift Up");
  assert.equal(shortcutLabel("+", false), "+");
});
