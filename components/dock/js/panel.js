// The panel below the editor: tabs on the left, a status text on the right.

import { h, iconButton } from "a6hub-kit/dom.js";

/** Build tabs and their bodies; `host` gives `state`, `apply()`, `changed()` and `emit(event, detail)`. */
export class Panel {
  #tabs = new Map();

  constructor(host, panels) {
    this.host = host;
    this.regions = {};
    this.status = h("div", { "class": "a6-dock-status", "data-testid": "panel-status" });
    this.tablist = h("div", { "class": "a6-dock-tabs", "role": "tablist", "aria-label": "Panel", "onkeydown": (event) => this.#onKey(event) });
    this.maximizeButton = iconButton("maximize", "Enlarge the panel", () => this.host.toggleMaximized(), { "data-testid": "panel-maximize" });
    this.closeButton = iconButton("chevron", "Hide the panel", () => this.host.togglePanel(), { "data-testid": "panel-toggle" });
    this.bar = h("div", { class: "a6-dock-bar" }, this.tablist, this.status, this.maximizeButton, this.closeButton);
    this.body = h("div", { class: "a6-dock-bodies" });
    for (const panel of panels) this.#add(panel);
    this.element = h("section", { "class": "a6-dock-panel", "aria-label": "Panel", "data-testid": "dock-panel" }, this.bar, this.body);
  }

  #add({ id, title }) {
    const count = h("span", { class: "count", hidden: true });
    const body = h("div", { "class": "a6-dock-tabpanel", "role": "tabpanel", "id": `a6-panel-${id}`, "aria-labelledby": `a6-tab-${id}` });
    const tab = h("button", {
      "type": "button", "class": "a6-dock-tab", "role": "tab", "id": `a6-tab-${id}`, "aria-controls": body.id, "data-testid": `tab-${id}`,
      "onclick": () => this.#select(id), "ondblclick": () => this.host.toggleMaximized(),
    }, h("span", {}, title), count);
    this.#tabs.set(id, { tab, body, count });
    this.regions[`panel-${id}`] = body;
    this.tablist.append(tab);
    this.body.append(body);
  }

  #select(id) {
    this.host.state.tab = id;
    this.host.state.panelOpen = true;
    this.host.apply();
    this.host.changed();
    this.host.emit("panel", { id });
  }

  #onKey(event) {
    const ids = [...this.#tabs.keys()];
    const index = ids.indexOf(this.host.state.tab);
    const targets = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: ids.length - 1 };
    if (!(event.key in targets)) return;
    event.preventDefault();
    const id = ids[(targets[event.key] + ids.length) % ids.length];
    this.#select(id);
    this.#tabs.get(id).tab.focus();
  }

  /** Show a number behind the title of a tab; "" takes it away. */
  setBadge(id, text, severity = "") {
    const { count } = this.#tabs.get(id) ?? {};
    if (!count) return;
    count.textContent = text;
    count.className = `count ${{ error: "err", warning: "warn" }[severity] ?? ""}`;
    count.hidden = text === "" || text === null;
  }

  /** Show a text on the right; parts in `**` are emphasised. */
  setStatus(text) {
    const parts = text.split("**").map((part, index) => (index % 2 ? h("b", {}, part) : part));
    this.status.replaceChildren(...parts);
    this.status.title = text.replaceAll("**", "");
  }

  /** Bring the elements in line with the state. */
  apply() {
    const { tab: shown, panelOpen, panelMax } = this.host.state;
    for (const [id, { tab, body }] of this.#tabs) {
      const selected = id === shown;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      body.hidden = !selected;
    }
    this.body.hidden = !panelOpen;
    this.element.classList.toggle("closed", !panelOpen);
    const label = panelOpen ? "Hide the panel" : "Show the panel";
    this.closeButton.setAttribute("aria-label", label);
    this.closeButton.title = label;
    this.maximizeButton.setAttribute("aria-pressed", String(panelMax && panelOpen));
  }
}
