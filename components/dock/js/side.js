// The side of the dock: views of sections that open, close and share the height.

import { h, iconButton } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";

import { createSplitter } from "./splitter.js";
import { shiftBetween } from "./state.js";

/** Build the sections of all views; `host` gives `state`, `changed()` and `emit(event, detail)`. */
export class Side {
  #views = new Map();
  #sections = new Map();

  constructor(host, views) {
    this.host = host;
    this.element = h("aside", { class: "a6-dock-side", "aria-label": "Side bar", "data-testid": "dock-side" });
    this.regions = {};
    for (const view of views) this.#buildView(view);
  }

  #buildView(view) {
    const element = h("div", { "class": "a6-dock-view", "data-view": view.id });
    this.#views.set(view.id, { element, sections: view.sections.map((section) => section.id) });
    for (const section of view.sections) {
      element.append(this.#buildSection(section, view.sections.length === 1));
    }
    this.element.append(element);
  }

  #buildSection(section, alone) {
    const body = h("div", { class: "a6-dock-body", id: `a6-section-${section.id}` });
    const title = h("button", {
      "type": "button", "class": "a6-dock-title", "aria-controls": body.id, "data-testid": `section-${section.id}`,
      "onclick": () => { if (!alone) this.toggle(section.id); },
    }, h("span", {}, section.title), alone ? null : icon("caret", 9));
    const actions = (section.actions ?? []).map((action) => iconButton(action.icon, action.label,
      () => this.host.emit("action", { section: section.id, id: action.id }), { "data-testid": `action-${action.id}` }));
    const note = h("span", { class: "a6-dock-note" });
    const head = h("h2", { class: "a6-dock-head" }, title, note, h("span", { class: "a6-dock-actions" }, actions));
    const splitter = this.#splitter(section);
    const element = h("section", { "class": "a6-dock-section", "aria-label": section.title }, splitter.element, head, body);
    this.#sections.set(section.id, { ...section, element, title, body, splitter, note, alone });
    this.regions[`section-${section.id}`] = body;
    return element;
  }

  // The separator above a section moves height between it and the next open section above.
  #splitter(section) {
    const height = () => this.#sections.get(section.id).element.offsetHeight;
    return createSplitter({
      vertical: false, sign: -1, label: `Height of ${section.title}`, testid: `split-${section.id}`,
      size: height,
      limits: () => {
        const above = this.#openAbove(section.id);
        return { minimum: 60, maximum: above ? height() + above.element.offsetHeight - 60 : height() };
      },
      onMove: (size) => this.#resize(section.id, size),
      onEnd: () => this.host.changed(),
      onReset: () => this.#resetWeights(section.id),
    });
  }

  #viewOf(id) { return [...this.#views.values()].find((view) => view.sections.includes(id)); }

  #openAbove(id) {
    const { sections } = this.#viewOf(id);
    const above = sections.slice(0, sections.indexOf(id)).filter((each) => this.host.state.sections[each].open).pop();
    return above ? this.#sections.get(above) : null;
  }

  #resize(id, size) {
    const above = this.#openAbove(id);
    const own = this.#sections.get(id);
    if (!above) return;
    const heights = Object.fromEntries(this.#viewOf(id).sections.map((each) => [each, this.#sections.get(each).element.offsetHeight]));
    [heights[id], heights[above.id]] = shiftBetween(own.element.offsetHeight, above.element.offsetHeight, size - own.element.offsetHeight);
    for (const [each, height] of Object.entries(heights)) if (this.host.state.sections[each].open) this.host.state.sections[each].weight = height;
    this.apply();
  }

  #resetWeights(id) {
    for (const each of this.#viewOf(id).sections) this.host.state.sections[each].weight = this.#sections.get(each).weight ?? 1;
    this.apply();
    this.host.changed();
  }

  /** Open or close a section. */
  toggle(id, open = !this.host.state.sections[id].open) {
    this.host.state.sections[id].open = open;
    this.apply();
    this.host.changed();
  }

  /** Show a short text behind the title of a section. */
  setNote(id, text) { this.#sections.get(id).note.textContent = text; }

  /** Return the view that shows a section. */
  viewWith(id) { return [...this.#views].find(([, view]) => view.sections.includes(id))?.[0]; }

  /** Bring the elements in line with the state. */
  apply() {
    const { view: shown, sections } = this.host.state;
    for (const [id, view] of this.#views) view.element.hidden = id !== shown;
    for (const [id, section] of this.#sections) {
      const open = sections[id].open || section.alone;
      section.element.classList.toggle("open", open);
      section.element.style.flex = open ? `${sections[id].weight} 1 0` : "none";
      section.body.hidden = !open;
      section.title.setAttribute("aria-expanded", String(open));
      section.splitter.element.hidden = !open || !this.#openAbove(id);
      section.splitter.update();
    }
  }
}
