import assert from "node:assert/strict";
import { test } from "node:test";

import { menuItems } from "../../../components/file_tree/js/menu_items.js";
import { FileModel, movable, topmost } from "../../../components/file_tree/js/model.js";

const shown = (model, expanded = [], filter = "") =>
  model.rows(new Set(expanded), filter).map(({ key, depth }) => "  ".repeat(depth) + key);

function project() {
  const model = new FileModel();
  model.setEntries([{ path: "rtl/uart_tx.v" }, { path: "README.md" }, { path: "rtl/uart_rx.v" }, { path: "tb/cells/a.v" }, { path: "doc", folder: true }]);
  return model;
}

test("closed folders come first, then files", () => {
  assert.deepEqual(shown(project()), ["doc", "rtl", "tb", "README.md"]);
});

test("open folders show what is inside", () => {
  assert.deepEqual(shown(project(), ["rtl", "tb"]), ["doc", "rtl", "  rtl/uart_rx.v", "  rtl/uart_tx.v", "tb", "  tb/cells", "README.md"]);
});

test("numbers in names are ordered by value", () => {
  const model = new FileModel();
  model.setEntries(["s10.v", "s2.v", "s1.v"].map((path) => ({ path })));
  assert.deepEqual(shown(model), ["s1.v", "s2.v", "s10.v"]);
});

test("a filter shows what it finds with its folders", () => {
  assert.deepEqual(shown(project(), [], "uart rx"), ["rtl", "  rtl/uart_rx.v"]);
  assert.deepEqual(shown(project(), [], "nothing"), []);
});

test("entries come and go one by one", () => {
  const model = project();
  model.upsert({ path: "rtl/fifo/ram.v" });
  model.remove("rtl/uart_tx.v");
  model.remove("tb");
  assert.deepEqual(shown(model, ["rtl", "rtl/fifo"]), ["doc", "rtl", "  rtl/fifo", "    rtl/fifo/ram.v", "  rtl/uart_rx.v", "README.md"]);
  assert.equal(model.get("tb/cells/a.v"), null);
  assert.deepEqual(model.files().sort(), ["README.md", "rtl/fifo/ram.v", "rtl/uart_rx.v"]);
});

test("badges are shown as given and all others are taken away", () => {
  const model = project();
  model.setBadges([{ path: "README.md", badge: "M" }]);
  model.setBadges([{ path: "rtl/uart_rx.v", badge: "2", severity: "error" }, { path: "gone.v", badge: "M" }]);
  assert.equal(model.get("README.md").badge, "");
  assert.equal(model.get("rtl/uart_rx.v").severity, "error");
  assert.equal(model.get("gone.v"), null);
});

test("badges stay when the list is fetched again", () => {
  const model = project();
  model.setBadges([{ path: "README.md", badge: "2", severity: "error" }]);
  model.setEntries([{ path: "README.md" }, { path: "new.v" }]);
  assert.equal(model.get("README.md").badge, "2");
});

test("twenty thousand entries are flattened quickly enough to type in the filter", () => {
  const model = new FileModel();
  model.setEntries(Array.from({ length: 20_000 }, (_, n) => ({ path: `core${n % 200}/cell_${n}.v` })));
  assert.equal(model.rows(new Set(), "cell_19999").length, 2);
  assert.equal(model.rows(new Set(), "").length, 200);
});

test("a folder moves with all inside, and never into itself", () => {
  assert.deepEqual(topmost(["rtl/a.v", "rtl", "tb/x.v"]), ["rtl", "tb/x.v"]);
  assert.deepEqual(movable(["rtl"], "rtl/sub"), []);
  assert.deepEqual(movable(["rtl/a.v", "tb/b.v"], "tb"), ["rtl/a.v"]);
  assert.deepEqual(movable(["a.v"], ""), []);
});

test("the menu offers what makes sense for the row", () => {
  const ids = (options) => menuItems({ row: null, count: 1, readonly: false, canPaste: false, urls: true, ...options }).map((item) => item.id ?? item);
  const file = { label: "a.v", folder: false };
  assert.ok(ids({ row: file }).includes("duplicate"));
  assert.ok(!ids({ row: { label: "rtl", folder: true } }).includes("duplicate"));
  assert.ok(!ids({ row: file, count: 3 }).includes("rename"));
  assert.deepEqual(ids({ row: file, readonly: true }), ["open", "-", "download", "copy-path"]);
});
