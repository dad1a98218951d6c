// The bar above the IDE: what is open, what will run, and who sees it.

import { copyText, h, iconButton, installStyle } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";

import { orderTops, runLabel, runRequest, VISIBILITIES } from "./choices.js";
import { openPopover } from "./popover.js";
import { CSS } from "./style.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Options: `owner`, `slug`, `name`, `url`, `visibility`, `canRun`, `canShare`, `canEdit`, `limits` (text), `person` `{name, guest}`, `emit`.
 * Events: run {top, plusargs, time_limit_s}, cancel, visibility {visibility}, palette, theme {theme}, fork, help.
 */
export class TopBar {
  #o;
  #tops = [];
  #found = "";
  #chosen = "";
  #plusargs = "";
  #limit = "";
  #running = null;

  constructor(container, options) {
    installStyle("top-bar", CSS);
    this.#o = { emit() {}, person: {}, ...options };
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
    this.topButton = h("button", { "class": "btn a6-top-top", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "run-menu", "title": "What to simulate",
      "onclick": () => this.openRunMenu() }, this.topLabel, icon("chevron", 12));
    this.runButton = h("button", { "class": "btn primary", "data-testid": "simulate", "onclick": () => this.#onRun() });
    return h("div", { class: "a6-top-group" }, this.topButton, this.runButton);
  }

  #end() {
    const { person } = this.#o;
    const palette = h("button", { "class": "btn quiet wide", "title": "Commands and files", "data-testid": "open-palette", "onclick": () => this.#o.emit("palette") }, h("kbd", {}, "Ctrl K"));
    this.themeButton = iconButton("sun", "Change between dark and light", () => this.toggleTheme(), { "data-testid": "theme" });
    this.shareButton = h("button", { "class": "btn", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "share", "onclick": () => this.openShare() }, "Share");
    const account = h("a", { "class": "avatar", "href": person.guest ? "/register" : "/account", "title": person.title ?? "", "aria-label": person.title ?? "Account" }, (person.name || "?")[0].toUpperCase());
    const help = iconButton("keyboard", "Keyboard help", () => this.#o.emit("help"), { "class": "icon-btn wide", "data-testid": "help" });
    return h("div", { class: "a6-top-group a6-top-end" }, palette, help, this.themeButton, account, this.shareButton);
  }

  /** Offer top modules `{name, file, testbench}`; `found` is the one that runs by itself. */
  setTops(tops, found) {
    this.#tops = orderTops(tops);
    this.#found = found;
    if (this.#chosen && !tops.some((top) => top.name === this.#chosen)) this.#chosen = "";
    this.#showRun();
    this.#showTops();
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
    this.topLabel.textContent = runLabel(this.#chosen, this.#found);
    const running = this.#running !== null;
    this.runButton.className = running ? "btn stop" : "btn primary";
    this.runButton.replaceChildren(...(running ? [icon("stop", 12), this.#running || "Stop"] : [icon("play", 12), "Simulate", h("kbd", { class: "kbd wide" }, "Ctrl ↵")]));
    // What is read out contains what is seen, so that speech input finds the button.
    if (running) this.runButton.setAttribute("aria-label", `Stop the run: ${this.#running || "Stop"}`);
    else this.runButton.removeAttribute("aria-label");
  }

  #onRun() {
    if (this.#running !== null) this.#o.emit("cancel");
    else this.run();
  }

  run() {
    if (this.#o.canRun && this.#running === null) this.#o.emit("run", runRequest(this.#chosen, this.#plusargs, this.#limit));
  }

  openRunMenu() {
    if (!this.topButton) return;
    this.topList = h("fieldset", {});
    this.#showTops();
    const plusargs = field("Plusargs", this.#plusargs, "verbose seed=7", (text) => { this.#plusargs = text; });
    const limit = field("Time limit in seconds", this.#limit, "of the plan", (text) => { this.#limit = text; }, { inputmode: "decimal" });
    openPopover(this.topButton, "What to simulate", [this.topList, plusargs, limit, h("p", {}, this.#o.limits)]);
  }

  // Sources change while the list is open, and what can be simulated with them.
  #showTops() {
    if (!this.topList) return;
    const found = { name: "", label: `Found by itself${this.#found ? `: ${this.#found}` : ""}`, file: "" };
    const tops = [found, ...this.#tops.map((top) => ({ ...top, label: top.name }))];
    this.topList.replaceChildren(h("legend", {}, "Top module"), ...tops.map((top) =>
      choice("top", top.name, top.label, top.file, top.name === this.#chosen, () => { this.#chosen = top.name; this.#showRun(); })));
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

  destroy() { this.root.remove(); }
}

/** Build the bar in `container`. */
export function createTopBar(container, options) { return new TopBar(container, options); }

function choice(group, value, label, text, checked, onchange) {
  return h("label", { "class": "a6-choice", "data-testid": `${group}-${value || "auto"}` }, h("input", { type: "radio", name: group, value, checked, onchange }), h("span", {}, label), text ? h("small", {}, text) : null);
}

function field(label, value, placeholder, oninput, attributes = {}) {
  const input = h("input", { class: "input", value, placeholder, oninput: (event) => oninput(event.target.value), ...attributes });
  return h("label", { class: "field" }, h("span", { class: "label" }, label), input);
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
