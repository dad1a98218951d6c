// The scopes and variables of a trace: paths, the tree, search. No DOM.

import { FORM } from "./decode.js";

export class Hierarchy {
  constructor({ scopes, variables, tracks }) {
    this.scopes = scopes;
    this.variables = variables;
    this.tracks = tracks;
    this.count = variables.name.length;
    this.scopePaths = [];
    this.childScopes = scopes.name.map(() => []);
    this.roots = [];
    scopes.name.forEach((name, scope) => this.#addScope(name, scope));
    this.members = scopes.name.map(() => []);
    this.loose = [];
    this.canonical = new Int32Array(this.count);
    const first = new Map();
    for (let number = 0; number < this.count; number += 1) this.#addVariable(number, first);
  }

  #addScope(name, scope) {
    const parent = this.scopes.parent[scope];
    this.scopePaths[scope] = parent < 0 ? name : `${this.scopePaths[parent]}.${name}`;
    (parent < 0 ? this.roots : this.childScopes[parent]).push(scope);
  }

  #addVariable(number, first) {
    const scope = this.variables.scope[number];
    const track = this.variables.track[number];
    (scope < 0 ? this.loose : this.members[scope]).push(number);
    // Names of one track ask for the same data, so that it is fetched once.
    if (!first.has(track)) first.set(track, number);
    this.canonical[number] = first.get(track);
  }

  label(number) { return this.variables.name[number] + this.variables.bits[number]; }

  path(number) {
    const scope = this.variables.scope[number];
    return scope < 0 ? this.label(number) : `${this.scopePaths[scope]}.${this.label(number)}`;
  }

  scopePath(number) { return this.scopePaths[this.variables.scope[number]] ?? ""; }
  form(number) { return this.tracks.form[this.variables.track[number]]; }
  width(number) { return this.tracks.width[this.variables.track[number]]; }
  kind(number) { return this.variables.kind[number]; }

  /** Return the number of a full path; also when the range was written differently, or undefined. */
  find(path) {
    this.numbers ??= this.#index((number) => this.path(number));
    return this.numbers.get(path) ?? this.#findWithoutRange(path);
  }

  #findWithoutRange(path) {
    this.plain ??= this.#index((number) => {
      const bits = this.variables.bits[number];
      return bits ? this.path(number).slice(0, -bits.length) : this.path(number);
    });
    return this.plain.get(path.replace(/\s*\[[^\]]*\]$/, ""));
  }

  // Made when it is first needed: half a million names take a while. The first of several equal names counts.
  #index(nameOf) {
    const index = new Map();
    for (let number = this.count - 1; number >= 0; number -= 1) index.set(nameOf(number), number);
    return index;
  }

  /** Return all variables in a scope and, with `deep`, in the scopes below it. */
  inScope(scope, deep = false) {
    if (!deep) return [...this.members[scope]];
    const found = [];
    const walk = (each) => {
      for (const number of this.members[each]) found.push(number);
      this.childScopes[each].forEach(walk);
    };
    walk(scope);
    return found;
  }

  /** Return how many variables are in a scope and below it. */
  size(scope) { return this.childScopes[scope].reduce((sum, child) => sum + this.size(child), this.members[scope].length); }

  /** Return the variables whose path has every word of the query, at most `limit`, and how many there are. */
  search(query, limit = 1000) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = [];
    let total = 0;
    this.lower ??= Array.from({ length: this.count }, (_, number) => this.path(number).toLowerCase());
    for (let number = 0; number < this.count; number += 1) {
      if (!words.every((word) => this.lower[number].includes(word))) continue;
      total += 1;
      if (found.length < limit) found.push(number);
    }
    return { found, total };
  }

  /** Return what kind of value a variable has, as people say it. */
  describe(number) {
    const names = { [FORM.REAL]: "real", [FORM.STRING]: "string", [FORM.EVENT]: "event" };
    const form = this.form(number);
    return names[form] ?? (form === FORM.BIT ? this.kind(number) : `${this.kind(number)} ${this.width(number)}`);
  }
}

/** Return the flat rows of the scope tree, for the scopes that are open. */
export function treeRows(hierarchy, open) {
  const rows = [];
  const variable = (number, depth) => rows.push({ key: `v${number}`, depth, folder: false, label: hierarchy.label(number), number });
  const walk = (scope, depth) => {
    const expanded = open.has(scope);
    rows.push({ key: `s${scope}`, depth, folder: true, expanded, label: hierarchy.scopes.name[scope], scope });
    if (!expanded) return;
    for (const child of hierarchy.childScopes[scope]) walk(child, depth + 1);
    for (const number of hierarchy.members[scope]) variable(number, depth + 1);
  };
  for (const scope of hierarchy.roots) walk(scope, 0);
  for (const number of hierarchy.loose) variable(number, 0);
  return rows;
}
