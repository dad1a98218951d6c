// A small picture of the whole text beside it: the colours of its words, problems, and the part that is shown.

import * as cm from "a6hub-editor-dist/index.js";

const WIDTH = 84;
const PADDING = 8;
const COLUMN = 0.85;
const LINE = 3;
const { tags: t } = cm;

const highlighter = cm.tagHighlighter([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.controlKeyword, t.definitionKeyword], class: "--violet" },
  { tag: [t.typeName, t.standard(t.variableName), t.heading, t.propertyName], class: "--accent" },
  { tag: [t.number, t.bool, t.atom], class: "--warn" },
  { tag: [t.className, t.string, t.labelName, t.monospace], class: "--ok" },
  { tag: [t.comment, t.lineComment, t.blockComment], class: "--fg-3" },
  { tag: [t.meta, t.annotation], class: "--err" },
]);
const TEXT = "--fg-2";
const PROBLEMS = { error: "--err", warning: "--warn" };

const plugin = cm.ViewPlugin.fromClass(class {
  constructor(view) {
    this.view = view;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "cm-a6-minimap";
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    view.dom.append(this.canvas);
    this.scrolled = () => this.schedule();
    view.scrollDOM.addEventListener("scroll", this.scrolled, { passive: true });
    this.schedule();
  }

  update({ docChanged, viewportChanged, geometryChanged, transactions, startState, state }) {
    const coloured = cm.syntaxTree(startState) !== cm.syntaxTree(state);
    const told = transactions.some(({ effects }) => effects.length > 0);
    if (docChanged || viewportChanged || geometryChanged || coloured || told) this.schedule();
  }

  schedule() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  /** Where the picture begins, where the shown part is, and how far it can be moved. */
  measure() {
    const { scrollDOM, state } = this.view;
    const height = scrollDOM.clientHeight;
    const whole = state.doc.lines * LINE;
    const room = scrollDOM.scrollHeight - height;
    const progress = room > 0 ? scrollDOM.scrollTop / room : 0;
    const offset = Math.max(0, whole - height) * progress;
    const lineAt = (y) => state.doc.lineAt(this.view.lineBlockAtHeight(y).from).number;
    const first = lineAt(scrollDOM.scrollTop);
    const last = lineAt(scrollDOM.scrollTop + height);
    const part = { top: (first - 1) * LINE - offset, height: (last - first + 1) * LINE };
    return { height, offset, part, room, travel: Math.max(1, Math.min(height, whole) - part.height) };
  }

  draw() {
    const { canvas, view } = this;
    const { height, offset, part } = this.measure();
    const scale = window.devicePixelRatio || 1;
    canvas.style.top = `${view.scrollDOM.offsetTop}px`;
    canvas.style.height = `${height}px`;
    canvas.width = WIDTH * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const style = getComputedStyle(view.dom);
    this.colour = (name) => style.getPropertyValue(name);
    pen.fillStyle = this.colour("--fg-0");
    pen.globalAlpha = 0.08;
    pen.fillRect(0, part.top, WIDTH, part.height);
    this.drawText(pen, offset, height);
    this.drawProblems(pen, offset);
  }

  drawText(pen, offset, height) {
    const { doc } = this.view.state;
    const first = Math.max(1, Math.floor(offset / LINE) + 1);
    const last = Math.min(doc.lines, Math.ceil((offset + height) / LINE));
    pen.globalAlpha = 0.65;
    const words = this.colours(doc.line(first).from, doc.line(last).to);
    for (let n = first; n <= last; n++) {
      const line = doc.line(n);
      const y = (n - 1) * LINE - offset;
      let at = line.from;
      while (words.next && words.next.from < line.to) {
        const { from, to, name } = words.next;
        this.run(pen, line, at, from, y, TEXT);
        this.run(pen, line, Math.max(from, line.from), Math.min(to, line.to), y, name);
        at = Math.min(to, line.to);
        if (to > line.to) break;
        words.advance();
      }
      this.run(pen, line, at, line.to, y, TEXT);
    }
  }

  /** The coloured words of a range, one after the other. */
  colours(from, to) {
    const found = [];
    cm.highlightTree(cm.syntaxTree(this.view.state), highlighter, (start, end, name) => found.push({ from: start, to: end, name }), from, to);
    let index = 0;
    return { get next() { return found[index]; }, advance: () => index++ };
  }

  run(pen, line, from, to, y, name) {
    if (to <= from || (from - line.from) * COLUMN > WIDTH) return;
    pen.fillStyle = this.colour(name.split(" ")[0]);
    for (const { index, 0: word } of line.text.slice(from - line.from, to - line.from).matchAll(/\S+/g)) {
      pen.fillRect(PADDING + (from - line.from + index) * COLUMN, y, Math.max(1, word.length * COLUMN), LINE - 1);
    }
  }

  drawProblems(pen, offset) {
    const { state } = this.view;
    pen.globalAlpha = 1;
    cm.forEachDiagnostic(state, ({ severity }, from) => {
      pen.fillStyle = this.colour(PROBLEMS[severity] ?? "--accent");
      pen.fillRect(WIDTH - 6, (state.doc.lineAt(from).number - 1) * LINE - offset - 1, 6, LINE + 1);
    });
  }

  /** Go to where the pointer is, and follow it while it is held down. */
  press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const { canvas, view } = this;
    const { offset, part, room, travel } = this.measure();
    const inside = event.offsetY >= part.top && event.offsetY <= part.top + part.height;
    if (!inside) {
      const line = Math.max(1, Math.min(view.state.doc.lines, Math.floor((event.offsetY + offset) / LINE) + 1));
      view.dispatch({ effects: cm.EditorView.scrollIntoView(view.state.doc.line(line).from, { y: "center" }) });
    }
    canvas.setPointerCapture(event.pointerId);
    let last = event.clientY;
    canvas.onpointermove = ({ clientY }) => {
      view.scrollDOM.scrollTop += ((clientY - last) * room) / travel;
      last = clientY;
    };
    canvas.onpointerup = canvas.onpointercancel = () => (canvas.onpointermove = null);
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.view.scrollDOM.removeEventListener("scroll", this.scrolled);
    this.canvas.remove();
  }
});

const look = cm.EditorView.baseTheme({
  "&.cm-a6-mapped > .cm-scroller": { marginRight: `${WIDTH}px` },
  ".cm-a6-minimap": { position: "absolute", right: "0", width: `${WIDTH}px`, borderLeft: "1px solid var(--line)", cursor: "default", touchAction: "none" },
});

export const minimap = [plugin, look, cm.EditorView.editorAttributes.of({ class: "cm-a6-mapped" })];
