// The bar above the IDE: what is open, what will run, and who sees it.

import { copyText, h, iconButton, installStyle } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { openMenu } from "a6hub-kit/menu.js";

import { FlowChoices, VISIBILITIES } from "./choices.js";
import { Notices } from "./notices.js";
import { openPopover } from "./popover.js";
import { RunSettings } from "./settings.js";
import { CSS } from "./style.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Options: `owner`, `slug`, `name`, `url`, `visibility`, `canRun`, `canShare`, `canRemember`, `flow`, `notify`, `person` `{name, guest}`, `emit`.
 * Events: run {flow, options}, check {flow, options}, remember {flow, options}, cancel, visibility {visibility}, palette, theme {theme}, notify {on}, fork, help.
 */
export class TopBar {
  #o;
  #settings = null;
  #close = null;
  #running = null;

  constructor(container, options) {
    installStyle("top-bar", CSS);
    this.#o = { emit() {}, person: {}, ...options };
    this.notices = new Notices(`${this.#o.owner}/${this.#o.slug}`, Boolean(this.#o.notify));
    this.choices = new FlowChoices(this.#o.flow || "simulate");
    this.visibility = h("span", { "class": "chip wide", "data-testid": "visibility" });
    this.setVisibility(this.#o.visibility);
    this.root = h("header", { class: "a6-top" }, this.#start(), this.#middle(), this.#end());
    container.append(this.root);
    this.#showRun();
  }

  #start() {
    const { owner, name, url } = this.#o;
    const home = h("a", { class: "logo", href: "/", title: "a6hub, to the start page" }, logo(), "a6hub");
    const crumb = h("div", { class: "crumb" }, h("a", { href: "/projects" }, owner), " / ", h("h1", {}, h("a", { href: url, title: "To the public page" }, name)));
    return h("div", { class: "a6-top-group a6-top-start" }, home, crumb, this.visibility);
  }

  #middle() {
    if (!this.#o.canRun) {
      const fork = h("button", { "class": "btn primary", "data-testid": "fork", "onclick": () => this.#o.emit("fork") }, icon("fork", 14), "Fork to edit and run");
      return h("div", { class: "a6-top-group" }, h("span", { class: "chip" }, "read only"), fork);
    }
    this.topLabel = h("span", {});
    this.mark = h("span", { class: "a6-top-mark", hidden: true });
    this.topButton = h("button", { "class": "btn a6-top-top", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "run-menu", "title": "Settings of the run",
      "onclick": () => this.openRunMenu() }, this.topLabel, this.mark, icon("chevron", 12));
    this.runButton = h("button", { "class": "btn primary", "data-testid": "simulate", "onclick": () => this.#onRun() });
    this.flowButton = h("button", { "class": "btn primary a6-top-flows", "aria-label": "Choose what to run", "title": "Choose what to run", "aria-haspopup": "menu", "aria-expanded": "false",
      "data-testid": "flow-menu", "onclick": () => this.#openFlows() }, icon("chevron", 12));
    return h("div", { class: "a6-top-group" }, this.topButton, h("div", { class: "a6-top-split" }, this.runButton, this.flowButton));
  }

  #end() {
    const { person } = this.#o;
    const palette = h("button", { "class": "btn quiet wide", "title": "Commands and files", "data-testid": "open-palette", "onclick": () => this.#o.emit("palette") }, h("kbd", {}, "Ctrl K"));
    this.themeButton = iconButton("sun", "Change between dark and light", () => this.toggleTheme(), { "data-testid": "theme" });
    this.shareButton = h("button", { "class": "btn", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "share", "onclick": () => this.openShare() }, "Share");
    const account = h("a", { "class": "avatar", "href": person.guest ? "/register" : "/account", "title": person.title ?? "", "aria-label": person.title ?? "Account" }, (person.name || "?")[0].toUpperCase());
    this.bell = iconButton("bell", "", () => this.#toggleBell(), { "data-testid": "notify", "hidden": !this.#o.canRun || !this.notices.possible });
    this.#showBell();
    const help = iconButton("keyboard", "Keyboard help", () => this.#o.emit("help"), { "class": "icon-btn wide", "data-testid": "help" });
    return h("div", { class: "a6-top-group a6-top-end" }, palette, this.bell, help, this.themeButton, account, this.shareButton);
  }

  /** Offer these flows, each with the schema of its options, what the file sets, and the tops that were found. */
  setFlows(flows) {
    this.choices.set(flows);
    this.#showRun();
    this.#settings?.refresh();
  }

  /** Show what is wrong with the options of a flow: `{field: message}`, empty for nothing. */
  setErrors(flow, errors) { this.#settings?.setErrors(flow, errors); }

  /** Forget what was changed here, because the file says it now. */
  settled(flow) {
    this.choices.reset(flow);
    this.#showRun();
    this.#settings?.draw();
  }

  /** Tell who is looking elsewhere that a run `{number, flow, state, detail}` has ended. */
  announce(run) { this.notices.announce(run); }

  async #toggleBell() {
    const on = await this.notices.toggle();
    this.#showBell();
    this.#o.emit("notify", { on });
  }

  #showBell() {
    const on = this.notices.allowed;
    this.bell.replaceChildren(icon(on ? "bell" : "bell-off", 16));
    this.bell.setAttribute("aria-pressed", String(on));
    const label = on ? "Notifications at the end of runs are on" : "Notify me at the end of runs";
    this.bell.setAttribute("aria-label", label);
    this.bell.title = globalThis.Notification?.permission === "denied" ? "The browser blocks notifications of this page" : label;
  }

  /** Show a stop button with `text` while something runs; null shows the run button. */
  setRunning(text) {
    this.#running = text;
    this.#showRun();
  }

  setVisibility(visibility) {
    this.#o.visibility = visibility;
    this.visibility.textContent = VISIBILITIES.find(({ id }) => id === visibility)?.label ?? visibility;
  }

  #showRun() {
    if (!this.runButton) return;
    const flow = this.choices.current;
    this.topLabel.textContent = flow ? this.choices.label(flow.id) : "…";
    const changes = flow ? Object.keys(this.choices.changed(flow.id)).length : 0;
    this.mark.hidden = changes === 0;
    this.mark.textContent = changes;
    this.mark.title = `${changes} ${changes === 1 ? "setting differs" : "settings differ"} from a6hub.toml`;
    this.flowButton.hidden = this.choices.flows.length < 2;
    const running = this.#running !== null;
    this.runButton.className = running ? "btn stop" : "btn primary";
    this.flowButton.className = running ? "btn a6-top-flows" : "btn primary a6-top-flows";
    const title = flow?.title ?? "Simulate";
    this.runButton.replaceChildren(...(running ? [icon("stop", 12), this.#running || "Stop"] : [icon("play", 12), title, h("kbd", { class: "kbd wide" }, "Ctrl ↵")]));
    // What is read out contains what is seen, so that speech input finds the button.
    if (running) this.runButton.setAttribute("aria-label", `Stop the run: ${this.#running || "Stop"}`);
    else this.runButton.removeAttribute("aria-label");
  }

  #onRun() {
    if (this.#running !== null) this.#o.emit("cancel");
    else this.run();
  }

  /** Ask for a run of `flow`, or of the chosen one unless something runs already. */
  run(flow = "") {
    if (!this.#o.canRun || (!flow && this.#running !== null)) return;
    if (flow) this.choices.choose(flow);
    const { current } = this.choices;
    this.#showRun();
    this.#close?.();
    // Who is faster than the list of flows gets the flow that the button names.
    const options = current ? this.choices.changed(current.id) : {};
    this.#o.emit("run", { flow: current?.id ?? (flow || this.#o.flow || "simulate"), options });
  }

  #openFlows() {
    const items = this.choices.flows.map(({ id, title }) => ({ id, label: title, icon: "play", detail: id === this.choices.current?.id ? "Ctrl ↵" : "" }));
    this.flowButton.setAttribute("aria-expanded", "true");
    openMenu({ anchor: this.flowButton, label: "What to run", items: [...items, "-", { id: "", label: "Settings of the run …", icon: "settings" }],
      onSelect: (id) => (id ? this.run(id) : this.openRunMenu()), onClose: () => this.flowButton.setAttribute("aria-expanded", "false") });
  }

  /** Open the settings of the chosen flow, or of `flow`. */
  openRunMenu(flow = "") {
    if (!this.topButton) return;
    if (flow) this.choices.choose(flow);
    this.#showRun();
    const run = () => { const { current } = this.choices; if (current) this.run(current.id); };
    this.#settings = new RunSettings({ choices: this.choices, emit: (name, detail) => this.#o.emit(name, detail), changed: () => this.#showRun(),
      run, canRemember: this.#o.canRemember });
    this.#close = openPopover(this.topButton, "Settings of the run", [this.#settings.element], { wide: true, onClose: () => { this.#settings = this.#close = null; } });
  }

  openShare() {
    const link = location.origin + this.#o.url;
    const copied = h("span", { role: "status" });
    const copy = h("button", { class: "btn", onclick: async () => { await copyText(link); copied.textContent = "Copied."; } }, icon("copy", 14), "Copy");
    const parts = [h("h3", {}, "Share this project")];
    if (this.#o.canShare) {
      parts.push(h("fieldset", {}, h("legend", {}, "Who sees it"), VISIBILITIES.map(({ id, label, text }) =>
        choice("visibility", id, label, text, id === this.#o.visibility, () => this.#o.emit("visibility", { visibility: id })))));
    }
    const address = h("input", { "class": "input", "readonly": true, "value": link, "aria-label": "Address of the page", "data-testid": "share-link" });
    parts.push(h("div", { class: "a6-popover-row" }, address, copy), h("p", {}, copied), h("a", { href: this.#o.url, target: "_blank", rel: "noopener" }, "Open the public page"));
    openPopover(this.shareButton, "Share", parts);
  }

  toggleTheme() {
    const theme = globalThis.a6hubTheme();
    this.#o.emit("theme", { theme });
  }

  destroy() {
    this.notices.destroy();
    this.root.remove();
  }
}

/** Build the bar in `container`. */
export function createTopBar(container, options) { return new TopBar(container, options); }

function choice(group, value, label, text, checked, onchange) {
  return h("label", { "class": "a6-choice", "data-testid": `${group}-${value}` }, h("input", { type: "radio", name: group, value, checked, onchange }), h("span", {}, label), text ? h("small", {}, text) : null);
}

function logo() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const [d, stroke, width] of [["M12 1.5l9.1 5.25v10.5L12 22.5l-9.1-5.25V6.75z", "var(--accent)", 2], ["M7 14h2v-4h3v4h3v-4h2", "var(--ok)", 1.8]]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("style", `fill: none; stroke: ${stroke}; stroke-width: ${width}`);
    svg.append(path);
  }
  return svg;
}
