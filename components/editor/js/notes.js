// Messages and values at places of texts; those of a file that is not open wait until it is.

import * as cm from "a6hub-editor-dist/index.js";
import { placeDiagnostics } from "./diagnostics.js";
import { valuesChange } from "./inline-values.js";

export class Notes {
  #diagnostics = new Map();
  #values = new Map();

  /** `host` applies changes to documents. */
  constructor(host) {
    this.host = host;
  }

  setDiagnostics(path, doc, items, units) {
    this.#diagnostics.set(path, { items, units });
    if (doc?.state) this.#showDiagnostics(doc);
  }

  setValues(path, doc, items) {
    this.#values.set(path, items);
    if (doc?.state) this.#showValues(doc);
  }

  /** Show what is known about a document that was just loaded. */
  show(doc) {
    if (!doc.state) return;
    if (this.#diagnostics.has(doc.path)) this.#showDiagnostics(doc);
    if (this.#values.has(doc.path)) this.#showValues(doc);
  }

  rename(from, to) {
    for (const known of [this.#diagnostics, this.#values]) {
      if (!known.has(from)) continue;
      known.set(to, known.get(from));
      known.delete(from);
    }
  }

  #showDiagnostics(doc) {
    const { items, units } = this.#diagnostics.get(doc.path);
    const state = this.host.stateOf(doc);
    this.host.apply(doc, cm.setDiagnostics(state, placeDiagnostics(state.doc, items, units)));
  }

  #showValues(doc) {
    this.host.apply(doc, valuesChange(this.#values.get(doc.path)));
  }
}
