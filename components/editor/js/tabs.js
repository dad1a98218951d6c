// The strip of open files: choose, close, reorder by pointer or keyboard; it draws what it is told and reports wishes.

import { copyText, h } from "a6hub-kit/dom.js";
import { labels, moved } from "./tab-order.js";

const DRAG_PX = 5;
const DOTS = {
  unsaved: ["warn", "not stored yet"],
  saving: ["warn", "being stored"],
  offline: ["warn hollow", "waits for the server"],
  conflict: ["err", "changed elsewhere"],
  refused: ["err", "refused by the server"],
};

export class Tabs {
  #paths = [];
  #active = null;
  #wishes;

  /** `wishes`: select(path), close(path), reorder(paths); `controls` is the id of what the tabs switch. */
  constructor(wishes, controls) {
    this.#wishes = wishes;
    this.controls = controls;
    this.root = h("div", { class: "a6-tabs", role: "tablist", "aria-label": "Open files", "data-testid": "editor-tabs" });
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** Draw the strip: `files` are `{path, state, readOnly}` in their order. */
  draw(files, active) {
    this.#paths = files.map(({ path }) => path);
    this.#active = active;
    const known = new Map([...this.root.children].map((tab) => [tab.dataset.path, tab]));
    const names = labels(this.#paths);
    const tabs = files.map((file, n) => this.#fill(known.get(file.path) ?? this.#create(file.path), file, names[n]));
    for (const [path, tab] of known) if (!this.#paths.includes(path)) tab.remove();
    tabs.forEach((tab, n) => this.root.children[n] !== tab && this.root.insertBefore(tab, this.root.children[n] ?? null));
    this.root.hidden = files.length === 0;
    this.root.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  #create(path) {
    const tab = h("div", { class: "a6-tab", role: "tab", "data-path": path, "data-testid": `tab-${path}`, "aria-controls": this.controls },
      h("span", { class: "name" }), h("small", { class: "folder" }), h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "close", "aria-hidden": "true", "data-testid": `tab-close-${path}`, title: "Close (Alt W)" }, "×"));
    tab.addEventListener("pointerdown", (event) => this.#press(event, tab));
    tab.addEventListener("auxclick", (event) => event.button === 1 && this.#wishes.close(path));
    tab.addEventListener("contextmenu", (event) => this.#menu(event, tab));
    tab.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault());
    tab.addEventListener("click", (event) => (event.target.closest(".close") ? this.#wishes.close(path) : this.#wishes.select(path)));
    return tab;
  }

  #fill(tab, { path, state, readOnly }, { name, folder }) {
    const on = path === this.#active;
    const [tone, words] = DOTS[state] ?? ["", ""];
    tab.classList.toggle("on", on);
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    tab.dataset.state = state;
    tab.title = [path, words, readOnly && "read only"].filter(Boolean).join(" · ");
    tab.setAttribute("aria-label", [name, folder, words, readOnly && "read only"].filter(Boolean).join(", "));
    const [nameSpan, folderSpan, dot] = tab.children;
    nameSpan.textContent = name;
    folderSpan.textContent = folder;
    dot.className = `dot ${tone}`;
    return tab;
  }

  async #menu(event, tab) {
    event.preventDefault();
    const { path } = tab.dataset;
    const { left, bottom } = tab.getBoundingClientRect();
    // The keyboard's menu key has no pointer.
    const at = event.clientX ? { x: event.clientX, y: event.clientY } : { x: left, y: bottom };
    const { openMenu } = await import("a6hub-kit/menu.js");
    const others = this.#paths.filter((each) => each !== path);
    const right = this.#paths.slice(this.#paths.indexOf(path) + 1);
    openMenu({
      ...at,
      label: `Tab ${path}`,
      items: [
        { id: "close", label: "Close", shortcut: "Alt+W" },
        { id: "others", label: "Close others", disabled: others.length === 0 },
        { id: "right", label: "Close those to the right", disabled: right.length === 0 },
        "-",
        { id: "copy", label: "Copy path" },
      ],
      onSelect: (id) => {
        if (id === "copy") copyText(path);
        else for (const each of { close: [path], others, right }[id]) this.#wishes.close(each);
      },
    });
  }

  #press(event, tab) {
    if (event.button !== 0 || event.target.closest(".close")) return;
    const start = event.clientX;
    let dragging = false;
    const move = (now) => {
      if (!dragging && Math.abs(now.clientX - start) < DRAG_PX) return;
      dragging = true;
      tab.classList.add("drag");
      this.#dropAt(tab, now.clientX);
    };
    const stop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", stop);
      window.removeEventListener("pointercancel", stop);
      tab.classList.remove("drag");
      if (dragging) this.#wishes.reorder([...this.root.children].map((each) => each.dataset.path));
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
  }

  #dropAt(tab, x) {
    const others = [...this.root.children].filter((each) => each !== tab);
    const after = others.find((each) => {
      const box = each.getBoundingClientRect();
      return x < box.left + box.width / 2;
    });
    if (after !== tab.nextElementSibling) this.root.insertBefore(tab, after ?? null);
  }

  #key(event) {
    const path = event.target.closest("[role=tab]")?.dataset.path;
    if (!path) return;
    const at = this.#paths.indexOf(path);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const goal = { Home: 0, End: this.#paths.length - 1 }[event.key] ?? (step && (at + step + this.#paths.length) % this.#paths.length);
    if (step && event.ctrlKey && event.shiftKey) this.#wishes.reorder(moved(this.#paths, path, at + step));
    else if (goal !== undefined) this.#wishes.select(this.#paths[goal], { keyboard: true });
    else if (event.key === "Delete") this.#wishes.close(path);
    else if (event.key === "Enter" || event.key === " ") this.#wishes.select(path);
    else return;
    event.preventDefault();
    this.root.querySelector("[aria-selected=true]")?.focus();
  }

  #wheel(event) {
    if (event.deltaY === 0 || this.root.scrollWidth <= this.root.clientWidth) return;
    event.preventDefault();
    this.root.scrollLeft += event.deltaY;
  }
}
