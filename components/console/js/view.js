// Draws the part of a log that is in view.

import { disposer, h, oncePerFrame } from "a6hub-kit/dom.js";
import { icon } from "a6hub-kit/icons.js";
import { ScrollScale } from "a6hub-kit/virtual.js";

import { parseAnsi } from "./ansi.js";
import { LogLayout } from "./layout.js";
import { findLinks } from "./links.js";
import { cutLine } from "./segments.js";

export const ROW = 18;
const LONGEST = 4000;
const OVERSCAN = 6;

export class LogView {
  #bin = disposer();
  #scale = new ScrollScale();
  #rows = new Map();
  #widest = 0;
  #measured = 0;
  #character = 0;

  /**
   * `shown` (ShownLines) says which lines are drawn, `hits(line)` gives the search hits of a line, `onFollow(following)` tells when the
   * end leaves or enters the view, `onFold(section)` is called for the arrow of a step, `onNumber(line)` for a number, where `numbers` are shown.
   */
  constructor(container, buffer, { shown, hits, onLink, onFollow, onFold, onNumber, numbers = false }) {
    Object.assign(this, { buffer, shown, hits, onLink, onFollow, onFold, onNumber, numbers });
    this.layout = new LogLayout(shown);
    this.marked = -1;
    this.following = true;
    this.version = 0;
    this.ruler = h("span", { class: "a6-log-ruler", "aria-hidden": "true" }, "0".repeat(100));
    this.spacer = h("div", { class: "a6-log-spacer" });
    this.root = h("div", { "class": "a6-log", "role": "region", "aria-label": "Console output", "tabindex": "0", "data-testid": "console-log" },
      this.ruler, this.spacer);
    container.append(this.root);
    this.schedule = oncePerFrame(() => this.draw());
    this.#bin.listen(this.root, "scroll", () => this.#onScroll(), { passive: true });
    const observer = new ResizeObserver(() => this.schedule());
    observer.observe(this.root);
    this.#bin.add(() => this.schedule.cancel(), () => observer.disconnect());
  }

  /** Everything must be drawn anew: other lines, other hits or another way of wrapping. */
  refresh() {
    this.version += 1;
    this.schedule();
  }

  setWrap(wrap) {
    this.wrap = wrap;
    this.root.classList.toggle("wrap", wrap);
    this.refresh();
  }

  reset() {
    this.layout.reset();
    this.#widest = this.#measured = 0;
    this.following = true;
    this.onFollow(true);
    this.refresh();
  }

  follow() {
    this.following = true;
    this.onFollow(true);
    this.draw();
  }

  /** Other lines are shown than before: those in view stay where they are as far as they are left. */
  relayout() {
    const top = this.shown.lineOf(Math.min(this.shown.count - 1, this.layout.lineAt(this.#scale.toContent(this.root.scrollTop) / ROW)));
    this.layout.reset();
    this.refresh();
    return Math.max(0, top);
  }

  /** Put a line at the upper edge of the view. */
  showAtTop(line) {
    this.draw();
    this.root.scrollTop = this.#scale.toScroll(this.layout.rowOf(this.shown.indexOf(line)) * ROW);
    this.draw();
  }

  /** Bring a line to the middle of the view. */
  showLine(line) {
    const top = this.layout.rowOf(this.shown.indexOf(line)) * ROW - this.root.clientHeight / 2;
    this.root.scrollTop = this.#scale.toScroll(Math.max(0, top));
    this.draw();
  }

  draw() {
    const { clientHeight, clientWidth } = this.root;
    if (!clientHeight) return;
    this.#measure(clientWidth);
    const full = this.layout.rows * ROW;
    this.#scale.update(full + 8, clientHeight);
    this.spacer.style.height = `${this.#scale.height}px`;
    if (this.following) this.root.scrollTop = this.#scale.height;
    const { scrollTop } = this.root;
    const top = this.#scale.toContent(scrollTop);
    const next = new Map();
    const { count } = this.shown;
    let index = this.layout.lineAt(Math.max(0, top / ROW - OVERSCAN));
    for (let row = this.layout.rowOf(index); index < count && row * ROW < top + clientHeight + OVERSCAN * ROW; index += 1) {
      const element = this.#lineElement(this.shown.lineOf(index));
      const height = this.layout.height(index);
      element.style.transform = `translateY(${scrollTop + row * ROW - top}px)`;
      element.style.height = `${height * ROW}px`;
      next.set(element.dataset.key, element);
      row += height;
    }
    this.#swap(next);
  }

  #measure(width) {
    this.#character ||= this.ruler.getBoundingClientRect().width / 100;
    const columns = Math.max(20, Math.floor((width - 24) / (this.#character || 7.8)));
    this.layout.setColumns(this.wrap ? columns : 0);
    for (; this.#measured < this.buffer.complete; this.#measured += 1) {
      this.#widest = Math.max(this.#widest, this.buffer.length(this.#measured));
    }
    this.spacer.style.width = this.wrap ? "100%" : `calc(${Math.min(this.#widest, LONGEST + 40)}ch + 24px)`;
  }

  #swap(next) {
    for (const [key, element] of this.#rows) if (!next.has(key)) element.remove();
    this.#rows = next;
    let cursor = this.spacer.firstChild;
    for (const element of next.values()) {
      if (element === cursor) cursor = cursor.nextSibling;
      else this.spacer.insertBefore(element, cursor);
    }
  }

  // Finished lines keep their element while in view, so that a selection over them survives scrolling.
  #lineElement(line) {
    const changing = line >= this.buffer.complete ? `:${this.buffer.raw(line).length}` : "";
    const key = `${line}:${this.version}${changing}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const element = h("div", { "class": line === this.marked ? "a6-log-line marked" : "a6-log-line", "data-key": key, "data-testid": "log-line" });
    if (this.numbers) element.append(this.#number(line));
    const section = this.shown.sections.sectionOf(line);
    if (section?.line === line) element.append(this.#foldButton(section));
    const { spans } = parseAnsi(this.buffer.raw(line), this.buffer.styleAt(line));
    const text = spans.map((span) => span.text).join("");
    for (const piece of cutLine(spans, findLinks(text.slice(0, LONGEST)), this.hits(line), LONGEST)) element.append(this.#piece(piece));
    if (text.length > LONGEST) element.append(h("span", { class: "a6-log-cut" }, ` … ${text.length - LONGEST} more characters, see the download`));
    return element;
  }

  #number(line) {
    return h("a", { "class": "a6-log-number", "href": `#L${line + 1}`, "aria-label": `Link to line ${line + 1}`, "data-number": line + 1, "tabindex": "-1",
      "onclick": (event) => { event.preventDefault(); this.onNumber?.(line); } });
  }

  #foldButton(section) {
    const folded = this.shown.isFolded(section);
    const lines = section.end === null ? 0 : section.end - section.line - 1;
    return h("button", { "type": "button", "class": "a6-log-fold", "aria-expanded": String(!folded), "data-testid": "log-fold",
      "aria-label": `${folded ? "Unfold" : "Fold"} ${section.title}`, "title": folded ? `Unfold ${lines} lines` : "Fold this step",
      "onclick": () => this.onFold(section) }, icon("chevron", 12));
  }

  #piece({ text, style, link, hit }) {
    const element = link
      ? h("a", { "href": "#", "class": "a6-log-link", "title": `Open ${link.file}, line ${link.line}`, "data-testid": "log-link",
        "onclick": (event) => { event.preventDefault(); this.onLink(link); } }, text)
      : h("span", {}, text);
    const fg = style.inverse ? style.bg ?? "inverse" : style.fg;
    const bg = style.inverse ? style.fg ?? "inverse" : style.bg;
    paint(element, "fg", fg);
    paint(element, "bg", bg);
    for (const name of ["bold", "dim", "italic", "underline"]) if (style[name]) element.classList.add(name);
    if (hit) element.classList.add("hit", hit);
    return element;
  }

  #onScroll() {
    const { scrollTop, clientHeight } = this.root;
    const following = scrollTop + clientHeight >= this.#scale.height - ROW;
    if (following !== this.following) {
      this.following = following;
      this.onFollow(following);
    }
    this.schedule();
  }

  destroy() {
    this.#bin.dispose();
    this.root.remove();
  }
}

function paint(element, what, colour) {
  if (colour === null) return;
  if (typeof colour === "string" && colour.startsWith("rgb")) element.style[what === "fg" ? "color" : "backgroundColor"] = colour;
  else element.classList.add(`${what}-${colour}`);
}
