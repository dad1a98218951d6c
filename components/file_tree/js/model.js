// The files of a project as a tree of folders; no DOM.

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The last part of a path. */
export const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
/** The folder of a path, "" at the top. */
export const folderOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
/** A name inside a folder. */
export const joinPath = (folder, name) => (folder ? `${folder}/${name}` : name);
/** Tell whether `path` is `folder` or below it. */
export const isInside = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** Folders first, then by name, numbers by value. */
export function compareEntries(a, b) {
  if (a.folder !== b.folder) return a.folder ? -1 : 1;
  return byName.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);
}

export class FileModel {
  #nodes = new Map();
  #badges = [];
  #root = { path: "", name: "", folder: true, children: new Map(), sorted: null };

  /** Replace everything; folders that only occur inside paths are added, and badges stay on their paths. */
  setEntries(entries) {
    this.#nodes = new Map();
    this.#root = { path: "", name: "", folder: true, children: new Map(), sorted: null };
    for (const entry of entries) this.upsert(entry);
    this.#applyBadges();
  }

  /** Add an entry `{path, folder?, size?, badge?, severity?}` or change the fields that it names. */
  upsert(entry) {
    const { path } = entry;
    if (!path) return;
    let node = this.#nodes.get(path);
    if (!node) {
      const parent = this.#ensureFolder(folderOf(path));
      node = { path, name: nameOf(path), folder: Boolean(entry.folder), children: null, sorted: null };
      if (node.folder) node.children = new Map();
      parent.children.set(node.name, node);
      parent.sorted = null;
      this.#nodes.set(path, node);
    }
    for (const key of ["size", "badge", "severity"]) if (key in entry) node[key] = entry[key];
  }

  /** Show exactly these badges `{path, badge, severity}`; unknown paths are ignored. */
  setBadges(entries) {
    for (const node of this.#nodes.values()) node.badge = node.severity = "";
    this.#badges = entries;
    this.#applyBadges();
  }

  #applyBadges() {
    for (const { path, badge, severity } of this.#badges) if (this.#nodes.has(path)) this.upsert({ path, badge, severity });
  }

  /** Remove an entry and all below it. */
  remove(path) {
    const node = this.#nodes.get(path);
    if (!node) return;
    const parent = this.#nodes.get(folderOf(path)) ?? this.#root;
    parent.children.delete(node.name);
    parent.sorted = null;
    for (const each of this.#below(node)) this.#nodes.delete(each.path);
  }

  get(path) { return this.#nodes.get(path) ?? null; }
  get size() { return this.#nodes.size; }

  /** Paths of all files, without folders. */
  files() { return [...this.#nodes.values()].filter((node) => !node.folder).map((node) => node.path); }

  /** Return the rows in view order: those inside expanded folders, or those that `filter` finds with their folders. */
  rows(expanded, filter = "") {
    const wanted = filter.trim().toLowerCase();
    const rows = [];
    if (wanted) this.#search(this.#root, wanted, 0, rows);
    else this.#flatten(this.#root, expanded, 0, rows);
    return rows;
  }

  #ensureFolder(path) {
    if (!path) return this.#root;
    if (!this.#nodes.has(path)) this.upsert({ path, folder: true });
    const node = this.#nodes.get(path);
    node.folder = true;
    node.children ??= new Map();
    return node;
  }

  #sorted(node) { return (node.sorted ??= [...node.children.values()].sort(compareEntries)); }

  #flatten(node, expanded, depth, rows) {
    for (const child of this.#sorted(node)) {
      const open = child.folder && expanded.has(child.path);
      rows.push(row(child, depth, open));
      if (open) this.#flatten(child, expanded, depth + 1, rows);
    }
  }

  // A folder is kept when anything below it is found; the words may be anywhere in the path.
  #search(node, wanted, depth, rows) {
    let found = false;
    for (const child of this.#sorted(node)) {
      const at = rows.length;
      if (child.folder) {
        rows.push(row(child, depth, true));
        const inside = this.#search(child, wanted, depth + 1, rows);
        if (!inside && !matches(child.path, wanted)) rows.length = at;
      } else if (matches(child.path, wanted)) rows.push(row(child, depth, false));
      found ||= rows.length > at;
    }
    return found;
  }

  *#below(node) {
    yield node;
    if (node.children) for (const child of node.children.values()) yield* this.#below(child);
  }
}

function row(node, depth, expanded) {
  return { key: node.path, label: node.name, depth, folder: node.folder, expanded, node };
}

function matches(path, wanted) {
  const text = path.toLowerCase();
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

/** Return the paths without those that lie inside another of them. */
export function topmost(paths) {
  const sorted = [...new Set(paths)].sort();
  return sorted.filter((path) => !sorted.some((other) => other !== path && isInside(path, other)));
}

/** Return which of `paths` may move into `folder`: not into itself, not where it already is. */
export function movable(paths, folder) {
  return topmost(paths).filter((path) => folderOf(path) !== folder && !isInside(folder, path));
}
