// The file tree: shows, names, moves, uploads; what it asks for goes out as events, the answers come in as method calls.

import { copyText, disposer, h, iconButton, installStyle } from "a6hub-kit/dom.js";
import { openMenu } from "a6hub-kit/menu.js";
import { TOUCH, TreeView } from "a6hub-kit/tree_view.js";

import { enableDrag } from "./drag.js";
import { loadEntries } from "./load.js";
import { menuItems } from "./menu_items.js";
import { FileModel, folderOf, joinPath, movable, nameOf, topmost } from "./model.js";
import { NameField } from "./rename.js";
import { fillRow, stampRow } from "./row.js";
import { CSS } from "./style.js";
import { chosenFiles, droppedFiles, treeUrl } from "./upload.js";
import { UploadBar } from "./upload_bar.js";

const NEW = "\0new";
const FEW = 200;

/**
 * Options: `emit(event, detail)`, `key` (names what is remembered), `label`, `treeUrl` (for uploads and downloads), `readonly`.
 * Events: open, create, rename, move, duplicate, delete, download, uploaded.
 */
export class FileTree {
  #o;
  #bin = disposer();
  #model = new FileModel();
  #expanded = new Set();
  #known = false;
  #cut = new Set();
  #naming = null;
  #loads = 0;

  constructor(container, options) {
    installStyle("files", CSS);
    this.#o = { emit() {}, key: "", label: "Files", readonly: false, treeUrl: "", ...options };
    this.root = h("div", { class: "a6-files", "data-testid": "file-tree" });
    this.#buildFilter();
    const body = h("div", { class: "a6-files-body" });
    this.empty = h("div", { class: "a6-files-empty", hidden: true });
    this.root.append(body);
    container.append(this.root);
    this.tree = new TreeView(body, {
      label: this.#o.label, testid: "file-tree-rows", multiple: true, indent: 15,
      fill: (row, element) => fillRow(row, element, { draggable: !this.#o.readonly && !TOUCH, cut: this.#cut.has(row.key) }),
      stamp: (row) => (row.key === this.#naming?.key ? "naming" : stampRow(row, this.#cut.has(row.key))),
      onOpen: (row) => this.#o.emit("open", { path: row.key }),
      onToggle: (row, expanded) => this.#toggle(row.key, expanded),
      onMenu: (row, x, y) => this.#openMenu(row, x, y),
      onKey: (event, row) => this.#onKey(event, row),
    });
    body.append(this.empty);
    this.uploads = new UploadBar(this.root, { url: this.#o.treeUrl, onStored: (paths, failed) => this.#onStored(paths, failed) });
    if (!this.#o.readonly) this.#bin.add(enableDrag(this.tree.root, this.#dragHost()));
    // NOTE: the command palette asks for the file names this way instead of holding a second copy of them.
    this.#bin.listen(window, "a6hub-files", (event) => event.detail.paths.push(...this.#model.files()));
    this.#recall();
  }

  // ---- data -------------------------------------------------------------------------------------------------------

  /** Replace all entries `{path, folder?, size?, badge?, severity?}`. */
  setEntries(entries) {
    this.#model.setEntries(entries);
    if (!this.#known) for (const path of firstFolders(entries)) this.#expanded.add(path);
    this.#refresh();
  }

  /** Fetch the entries from the project's list of files. */
  async load(url) {
    const number = (this.#loads += 1);
    try {
      const entries = await loadEntries(url);
      // Of several loads only the last counts, whatever order the answers come in.
      if (number === this.#loads) this.setEntries(entries);
      return entries.length;
    } catch (error) {
      if (number === this.#loads) this.#showError(error.message, url);
      return 0;
    }
  }

  upsert(entries) {
    for (const entry of entries) this.#model.upsert(entry);
    this.#refresh();
  }

  /** Show exactly these badges. */
  setBadges(entries) {
    this.#model.setBadges(entries);
    this.#refresh();
  }

  remove(paths) {
    for (const path of paths) this.#model.remove(path);
    this.#refresh();
  }

  /** Mark the open file and bring it into view. */
  setCurrent(path) {
    for (let folder = folderOf(path); folder; folder = folderOf(folder)) this.#expanded.add(folder);
    this.#refresh();
    this.tree.setCurrent(path || null);
    if (path && this.tree.active !== path) this.tree.activate(path);
  }

  // ---- naming -----------------------------------------------------------------------------------------------------

  newFile(folder = this.#folderOfActive()) { this.#nameNew(folder, false); }
  newFolder(folder = this.#folderOfActive()) { this.#nameNew(folder, true); }

  /** Rename in place. */
  rename(path = this.tree.active) {
    const row = this.tree.row(path);
    if (!row || this.#o.readonly) return;
    this.#naming?.field.cancel();
    const element = this.tree.element(path);
    this.#naming = { key: path };
    this.tree.list.draw();
    const dot = row.folder ? -1 : row.label.lastIndexOf(".");
    this.#showField(this.tree.element(path) ?? element, {
      value: row.label, label: `New name of ${row.label}`, select: dot > 0 ? dot : row.label.length,
      onSubmit: (name) => this.#o.emit("rename", { path, target: joinPath(folderOf(path), name) }),
    });
  }

  /** The server did what the name field asked for. */
  accept() { this.#naming?.field.accept(); }

  /** The server refused: the message is shown at the field and the typed name stays. */
  reject(message) { this.#naming?.field.reject(message); }

  #nameNew(folder, isFolder) {
    if (this.#o.readonly) return;
    this.#naming?.field.cancel();
    this.setFilter("");
    if (folder) this.#expanded.add(folder);
    this.#naming = { key: NEW, folder, isFolder };
    this.#refresh();
    this.tree.activate(NEW, { keep: true });
    const what = isFolder ? "folder" : "file";
    this.#showField(this.tree.element(NEW), {
      value: "", label: `Name of the new ${what}${folder ? ` in ${folder}` : ""}`,
      onSubmit: (name) => this.#o.emit("create", { path: joinPath(folder, name), folder: isFolder }),
    });
  }

  #showField(row, options) {
    if (!row) { this.#naming = null; return; }
    row.classList.add("naming");
    const close = () => {
      row.classList.remove("naming");
      const { key } = this.#naming;
      this.#naming = null;
      if (this.tree.active === NEW) this.tree.active = null;
      this.#refresh();
      this.tree.focus();
      if (key !== NEW && this.tree.row(key)) this.tree.activate(key, { keep: true });
    };
    this.#naming.field = new NameField(row, { ...options, onClose: close });
  }

  // ---- view -------------------------------------------------------------------------------------------------------

  #refresh() {
    const rows = this.#model.rows(this.#expanded, this.filterInput.value);
    if (this.#naming?.key === NEW) this.#insertNew(rows);
    this.tree.setRows(rows);
    this.#showEmpty(rows.length);
  }

  #insertNew(rows) {
    const { folder, isFolder } = this.#naming;
    const at = folder ? rows.findIndex((row) => row.key === folder) : -1;
    const depth = folder ? (rows[at]?.depth ?? -1) + 1 : 0;
    rows.splice(at + 1, 0, { key: NEW, label: "", depth, folder: isFolder, expanded: false, node: {} });
  }

  #showEmpty(shown) {
    this.empty.hidden = shown > 0;
    if (shown) return;
    const filtered = this.filterInput.value.trim();
    const action = (label, run, testid) => h("button", { type: "button", class: "btn", onclick: run, "data-testid": testid }, label);
    if (filtered) this.empty.replaceChildren(h("p", {}, "No file matches."), action("Show all", () => this.setFilter(""), "filter-clear"));
    else if (this.#o.readonly) this.empty.replaceChildren(h("p", {}, "This project has no files."));
    else this.empty.replaceChildren(h("p", {}, "No files yet. Create one, or drop files and folders here."),
      h("div", {}, action("New file", () => this.newFile(""), "empty-new-file"), action("Upload", () => this.chooseFiles(""), "empty-upload")));
  }

  // A list that is on the screen stays; only an empty tree gives its room to the message.
  #showError(message, url) {
    if (this.#model.size) { window.dispatchEvent(new CustomEvent("a6hub-toast", { detail: { kind: "error", text: message } })); return; }
    this.empty.hidden = false;
    this.empty.replaceChildren(h("p", { role: "alert" }, message),
      h("button", { "type": "button", "class": "btn", "onclick": () => this.load(url), "data-testid": "tree-retry" }, "Try again"));
  }

  #toggle(path, expanded) {
    if (expanded) this.#expanded.add(path);
    else this.#expanded.delete(path);
    this.#remember();
    this.#refresh();
    this.tree.activate(path, { keep: true });
  }

  collapseAll() {
    this.#expanded.clear();
    this.#remember();
    this.#refresh();
  }

  focus() { this.tree.focus(); }

  // ---- filter -----------------------------------------------------------------------------------------------------

  #buildFilter() {
    this.filterInput = h("input", {
      "type": "search", "aria-label": "Filter files", "placeholder": "Filter files", "spellcheck": "false", "data-testid": "file-filter",
      "oninput": () => this.#refresh(), "onkeydown": (event) => this.#onFilterKey(event),
    });
    this.filterBar = h("div", { class: "a6-files-filter", hidden: true }, this.filterInput,
      iconButton("close", "Close the filter", () => { this.setFilter(""); this.tree.focus(); }, { "data-testid": "file-filter-close" }));
    this.root.append(this.filterBar);
  }

  #onFilterKey(event) {
    if (event.key === "Escape") this.setFilter("");
    if (event.key === "Escape" || event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      this.tree.focus();
    }
  }

  /** Show the filter box and put the cursor into it. */
  showFilter() {
    this.filterBar.hidden = false;
    this.filterInput.focus();
  }

  setFilter(text) {
    this.filterInput.value = text;
    this.filterBar.hidden = !text;
    this.#refresh();
  }

  // ---- keys and menu ----------------------------------------------------------------------------------------------

  #onKey(event, row) {
    const ctrl = event.ctrlKey || event.metaKey;
    if ((ctrl && event.key === "f") || event.key === "/") { this.showFilter(); return true; }
    if (event.key === "Escape") { this.#setCut([]); return true; }
    if (this.#o.readonly) return false;
    if (event.key === "F2" && row) { this.rename(row.key); return true; }
    if (event.key === "Delete" && row) { this.#act("delete", row); return true; }
    if (ctrl && event.key === "x" && row) { this.#act("cut", row); return true; }
    if (ctrl && event.key === "v") { this.#act("paste", row); return true; }
    return false;
  }

  #openMenu(row, x, y) {
    const items = menuItems({ row: row?.key === NEW ? null : row, count: this.tree.selection.size, readonly: this.#o.readonly,
      canPaste: this.#cut.size > 0, urls: Boolean(this.#o.treeUrl) });
    openMenu({ items, x, y, label: row ? `Actions for ${row.label}` : "Actions for the project's files",
      onSelect: (id) => this.#act(id, row) });
  }

  #act(id, row) {
    const folder = this.#folderOf(row);
    const paths = row ? this.#selected(row.key) : [];
    const actions = {
      "open": () => this.#o.emit("open", { path: row.key }),
      "new-file": () => this.newFile(folder),
      "new-folder": () => this.newFolder(folder),
      "rename": () => this.rename(row.key),
      "duplicate": () => this.#o.emit("duplicate", { path: row.key }),
      "cut": () => this.#setCut(paths),
      "paste": () => this.#paste(folder),
      "upload": () => this.chooseFiles(folder),
      "upload-folder": () => this.chooseFiles(folder, true),
      "download": () => this.#download(paths),
      "copy-path": () => copyText(paths.join("\n")),
      "delete": () => this.#o.emit("delete", { paths }),
      "collapse": () => this.collapseAll(),
      "filter": () => this.showFilter(),
    };
    actions[id]?.();
  }

  #setCut(paths) {
    this.#cut = new Set(paths);
    this.#refresh();
  }

  #paste(folder) {
    const paths = movable([...this.#cut], folder);
    this.#setCut([]);
    if (paths.length) this.#o.emit("move", { paths, folder });
  }

  #download(paths) {
    const folder = this.#model.get(paths[0])?.folder;
    if (paths.length > 1 || folder || !this.#o.treeUrl) this.#o.emit("download", { paths });
    else h("a", { href: treeUrl(this.#o.treeUrl, paths[0]), download: nameOf(paths[0]) }).click();
  }

  #selected(key) { return this.tree.selection.has(key) ? topmost(this.tree.selection.keys()) : [key]; }
  #folderOf(row) { return !row ? "" : row.folder ? row.key : folderOf(row.key); }
  #folderOfActive() { return this.#folderOf(this.tree.row(this.tree.active)); }

  // ---- uploads ----------------------------------------------------------------------------------------------------

  /** Let the person choose files (or a folder) to upload into `folder`. */
  chooseFiles(folder = this.#folderOfActive(), directory = false) {
    const input = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to upload", "data-testid": "file-input" });
    if (directory) input.webkitdirectory = true;
    input.addEventListener("change", () => { this.uploads.start(chosenFiles(input, folder)); input.remove(); });
    input.addEventListener("cancel", () => input.remove());
    this.root.append(input);
    input.click();
  }

  #onStored(paths, failed) {
    if (paths.length) this.upsert(paths.map((path) => ({ path })));
    this.#o.emit("uploaded", { paths, failed });
  }

  #dragHost() {
    return {
      dragged: (key) => this.#selected(key),
      folderAt: (event) => {
        const row = this.tree.row(event.target.closest?.(".a6-row")?.dataset.key);
        const folder = this.#folderOf(row);
        return { folder, element: (folder && this.tree.element(folder)) || this.tree.root };
      },
      open: (folder) => { if (!this.#expanded.has(folder)) this.#toggle(folder, true); },
      onMove: (paths, folder) => this.#o.emit("move", { paths, folder }),
      onDrop: async (dataTransfer, folder) => this.uploads.start(await droppedFiles(dataTransfer, folder)),
    };
  }

  // ---- what is remembered -----------------------------------------------------------------------------------------

  #storageKey() { return this.#o.key ? `a6hub-tree:${this.#o.key}` : ""; }

  #recall() {
    const stored = this.#storageKey() && localStorage.getItem(this.#storageKey());
    if (!stored) return;
    this.#known = true;
    this.#expanded = new Set(stored.split("\n").filter(Boolean));
  }

  #remember() {
    this.#known = true;
    if (this.#storageKey()) localStorage.setItem(this.#storageKey(), [...this.#expanded].slice(0, 500).join("\n"));
  }

  destroy() {
    this.tree.destroy();
    this.#bin.dispose();
    this.root.remove();
  }
}

// A small project starts with its folders open, a large one closed.
function firstFolders(entries) {
  if (entries.length > FEW) return [];
  return new Set(entries.filter((entry) => entry.path.includes("/")).map((entry) => entry.path.split("/")[0]));
}

/** Build a file tree inside `container`. */
export const createFileTree = (container, options) => new FileTree(container, options);
