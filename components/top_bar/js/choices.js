// What the bar knows about flows, runs and visibility, apart from the page.

import { fieldsOf, readable, same, valuesOf } from "./schema.js";

export const VISIBILITIES = [
  { id: "private", label: "Private", text: "Only you and the members see it." },
  { id: "unlisted", label: "Unlisted", text: "Everybody who knows the address sees it; it is not listed." },
  { id: "public", label: "Public", text: "Everybody sees it, and it is listed under Explore." },
];

/** Order the modules: the likeliest first, that is those whose kind is meant, then by name. */
export function orderTops(tops) {
  return [...tops].sort((a, b) => Number(Boolean(b.likely)) - Number(Boolean(a.likely)) || a.name.localeCompare(b.name));
}

/** The flows of the page, with what a person changed of their options until the page is left. */
export class FlowChoices {
  #flows = new Map();
  #changed = new Map();
  #current;

  constructor(current = "simulate") { this.#current = current; }

  get flows() { return [...this.#flows.values()]; }
  get current() { return this.#flows.get(this.#current) ?? this.flows[0] ?? null; }

  /** Take what the server knows of each flow: `{id, title, summary, schema, file, tops, found, notes, limits}`. */
  set(flows) {
    const before = this.#flows;
    this.#flows = new Map(flows.map((flow) => [flow.id, { notes: {}, file: {}, tops: [], found: "", ...flow, fields: fieldsOf(flow.schema) }]));
    for (const [id, changed] of this.#changed) this.#changed.set(id, this.#stillMeant(id, changed, goneTops(before.get(id), this.#flows.get(id))));
  }

  choose(id) { if (this.#flows.has(id)) this.#current = id; }

  /** Return the present values of a flow's options. */
  values(id) {
    const flow = this.#flows.get(id);
    return flow ? valuesOf(flow.fields, flow.file, this.changed(id)) : {};
  }

  /** Return what differs from the file: it goes with the next runs from this page. */
  changed(id) { return this.#changed.get(id) ?? {}; }

  /** Change one option; a value that the file or the default gives anyway is no change. */
  change(id, name, value) {
    const flow = this.#flows.get(id);
    const field = flow?.fields.find((item) => item.name === name);
    if (!field) return;
    const { [name]: _, ...others } = this.changed(id);
    const usual = flow.file[name] ?? field.value;
    this.#changed.set(id, same(usual, value) ? others : { ...others, [name]: value });
  }

  reset(id) { this.#changed.delete(id); }

  // A top that was deleted meanwhile is chosen no more; what the file says now needs no change.
  #stillMeant(id, changed, gone) {
    const flow = this.#flows.get(id);
    if (!flow) return {};
    return Object.fromEntries(Object.entries(changed).filter(([name, value]) => {
      if (name === "top" && gone.has(value)) return false;
      const field = flow.fields.find((item) => item.name === name);
      return field && !same(value, flow.file[name] ?? field.value);
    }));
  }

  /** Return the text of the settings button: the top that will be used, and the tool or target. */
  label(id) {
    const flow = this.#flows.get(id);
    if (!flow) return "";
    const values = this.values(id);
    const top = "top" in values ? values.top || flow.found || "No top found" : flow.found || flow.title;
    const choice = flow.fields.find(({ kind, name }) => kind === "choice" && ["simulator", "target", "mode"].includes(name));
    if (!choice) return top;
    const used = flow.notes[choice.name]?.used && values[choice.name] === choice.value ? flow.notes[choice.name].used : values[choice.name];
    return `${top} · ${readable(used)}`;
  }
}

/** Return the names of modules that were there and are not any more; a name that was only typed is kept. */
function goneTops(before, after) {
  const left = new Set((after?.tops ?? []).map(({ name }) => name));
  return new Set((before?.tops ?? []).map(({ name }) => name).filter((name) => !left.has(name)));
}
