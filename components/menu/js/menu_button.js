// A button that opens a menu below it.

import { h } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { openMenu } from "a6hub-kit/menu.js";

/**
 * Options: `emit(event, detail)`, `label`, `name` (for screen readers, when the label is not enough), `icon`, `items` as in
 * `openMenu`, `testid`, `variant` (classes of the button), `caret`. Event: select {id}.
 */
export class MenuButton {
  constructor(container, options) {
    this.o = { emit() {}, label: "", name: "", icon: "", items: [], testid: "menu-button", variant: "btn", caret: true, ...options };
    this.text = h("span", {}, this.o.label);
    this.button = h("button", {
      "type": "button", "class": this.o.variant, "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": this.o.testid,
      "title": this.o.name || null, "onclick": () => this.open(),
      "onkeydown": (event) => { if (event.key === "ArrowDown") { event.preventDefault(); this.open(); } },
    }, this.o.icon ? icon(this.o.icon) : null, this.o.label ? this.text : null, this.o.caret ? icon("chevron", 12) : null);
    container.append(this.button);
    this.#name();
  }

  setItems(items) { this.o.items = items; }
  setLabel(label) {
    this.o.label = label;
    this.text.textContent = label;
    this.#name();
  }

  open() {
    this.button.setAttribute("aria-expanded", "true");
    openMenu({
      items: this.o.items, anchor: this.button, label: this.o.name || this.o.label,
      onSelect: (id) => this.o.emit("select", { id }),
      onClose: () => this.button.setAttribute("aria-expanded", "false"),
    });
  }

  // What is read out contains what is seen, so that speech input finds the button.
  #name() { this.button.setAttribute("aria-label", [this.o.name, this.o.label].filter(Boolean).join(": ")); }

  destroy() { this.button.remove(); }
}

/** Build the button inside `container`. */
export const createMenuButton = (container, options) => new MenuButton(container, options);
