// Search and replace in the file: one compact panel above the text.

import { h } from "a6hub-kit/dom.js";

const MOST_COUNTED = 5000;

/** A factory of search panels; `tools` is the lazily loaded part of the bundle. */
export function searchPanel(tools) {
  return (view) => new SearchPanel(view, tools);
}

class SearchPanel {
  top = true;

  constructor(view, tools) {
    Object.assign(this, { view, tools });
    this.query = tools.getSearchQuery(view.state);
    this.build();
    this.show();
  }

  build() {
    const { tools, view } = this;
    const input = (testid, label, main) => h("input", {
      "data-testid": testid, "aria-label": label, placeholder: label, "main-field": main, spellcheck: "false",
      oninput: () => this.commit(), onkeydown: (event) => this.key(event),
    });
    this.find = input("search-find", "Find", "true");
    this.replacement = input("search-replace", "Replace with", null);
    this.flags = {
      caseSensitive: this.toggle("Aa", "Match case (Alt C)", "search-case"),
      wholeWord: this.toggle("W", "Whole word (Alt W)", "search-word"),
      regexp: this.toggle(".*", "Regular expression (Alt R)", "search-regexp"),
    };
    this.count = h("span", { class: "count", role: "status", "data-testid": "search-count" });
    this.field = h("div", { class: "field" }, this.find, ...Object.values(this.flags));
    const act = (label, title, testid, command) =>
      h("button", { type: "button", title, "aria-label": title, "data-testid": testid, onclick: () => command(view) }, label);
    this.expand = h("button", { type: "button", title: "Replace", "aria-label": "Show replace", "aria-expanded": "false", "data-testid": "search-expand", onclick: () => this.openReplace() }, "▸");
    this.replaceParts = [
      h("span", {}), h("div", { class: "field" }, this.replacement),
      h("div", { class: "row" },
        act("Replace", "Replace this one (Enter)", "search-replace-one", tools.replaceNext),
        act("All", "Replace all (Ctrl Alt Enter)", "search-replace-all", tools.replaceAll)),
    ];
    this.dom = h("div", { class: "a6-search", role: "search", "aria-label": "Find in file", "data-testid": "search-panel" },
      this.expand, this.field,
      h("div", { class: "row" }, this.count,
        act("↑", "Previous (Shift Enter)", "search-previous", tools.findPrevious),
        act("↓", "Next (Enter)", "search-next", tools.findNext),
        act("All", "Select all (Alt Enter)", "search-all", tools.selectMatches),
        act("×", "Close (Escape)", "search-close", tools.closeSearchPanel)),
      ...this.replaceParts);
    this.hideReplace(view.state.readOnly || !this.query.replace);
  }

  toggle(label, title, testid) {
    const flip = (event) => {
      const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
      event.currentTarget.setAttribute("aria-pressed", String(on));
      this.commit();
    };
    return h("button", { type: "button", title, "aria-label": title, "aria-pressed": "false", "data-testid": testid, onclick: flip }, label);
  }

  mount() {
    this.find.select();
    this.recount();
  }

  update(update) {
    for (const transaction of update.transactions) {
      for (const effect of transaction.effects) {
        if (effect.is(this.tools.setSearchQuery) && !effect.value.eq(this.query)) {
          this.query = effect.value;
          this.show();
        }
      }
    }
    if (update.docChanged || update.selectionSet) this.recount();
  }

  /** Put the query into the fields. */
  show() {
    const { query } = this;
    this.find.value = query.search;
    this.replacement.value = query.replace;
    for (const [name, flag] of Object.entries(this.flags)) flag.setAttribute("aria-pressed", String(Boolean(query[name])));
    this.recount();
  }

  /** Make the fields the query. */
  commit() {
    const pressed = (name) => this.flags[name].getAttribute("aria-pressed") === "true";
    const query = new this.tools.SearchQuery({
      search: this.find.value,
      replace: this.replacement.value,
      caseSensitive: pressed("caseSensitive"),
      wholeWord: pressed("wholeWord"),
      regexp: pressed("regexp"),
      literal: !pressed("regexp"),
    });
    this.field.classList.toggle("bad", Boolean(query.search) && !query.valid);
    if (query.eq(this.query)) return;
    this.query = query;
    this.view.dispatch({ effects: this.tools.setSearchQuery.of(query) });
    this.recount();
  }

  recount() {
    this.count.textContent = this.query.search ? this.found() : "";
  }

  found() {
    if (!this.query.valid) return "Not a valid expression";
    const { from, to } = this.view.state.selection.main;
    let total = 0;
    let present = 0;
    const cursor = this.query.getCursor(this.view.state);
    for (let item = cursor.next(); !item.done && total < MOST_COUNTED; item = cursor.next()) {
      total++;
      if (item.value.from === from && item.value.to === to) present = total;
    }
    if (total === 0) return "Nothing found";
    const all = total === MOST_COUNTED ? `${MOST_COUNTED}+` : total;
    return present ? `${present} of ${all}` : `${all} found`;
  }

  openReplace() {
    this.hideReplace(!this.replaceParts[0].hidden);
    (this.replaceParts[0].hidden || !this.find.value ? this.find : this.replacement).focus();
  }

  hideReplace(hide) {
    for (const part of this.replaceParts) part.hidden = hide;
    this.expand.textContent = hide ? "▸" : "▾";
    this.expand.setAttribute("aria-expanded", String(!hide));
    this.expand.disabled = this.view.state.readOnly;
  }

  key(event) {
    const { tools, view } = this;
    const flag = event.altKey && { c: "caseSensitive", w: "wholeWord", r: "regexp" }[event.key.toLowerCase()];
    if (flag) this.flags[flag].click();
    else if (event.key === "Escape") tools.closeSearchPanel(view), view.focus();
    else if (event.key !== "Enter") return;
    else if (event.altKey && event.ctrlKey) tools.replaceAll(view);
    else if (event.altKey) tools.selectMatches(view), view.focus();
    else if (event.target === this.replacement) tools.replaceNext(view);
    else (event.shiftKey ? tools.findPrevious : tools.findNext)(view);
    event.preventDefault();
    event.stopPropagation();
  }
}
