// Tells of the end of a run to who is looking elsewhere: in the title of the tab, its icon, and where allowed by the browser itself.

import { disposer } from "a6hub-kit/dom.js";

import { noticeOf, titleWith } from "./notice_texts.js";

const TONES = { passed: "#4fd6a0" };
const FAILED = "#ff6b6b";

export class Notices {
  #bin = disposer();
  #ends = [];
  #title = "";
  #icon = "";

  /** `project` names the project; `on` says whether the person wants notifications. */
  constructor(project, on) {
    Object.assign(this, { project, on });
    this.#bin.listen(document, "visibilitychange", () => { if (!document.hidden) this.#clear(); });
    this.#bin.add(() => this.#clear());
  }

  get allowed() { return this.on && globalThis.Notification?.permission === "granted"; }
  get possible() { return "Notification" in globalThis; }

  /** Turn notifications on or off; the browser asks the person, so call it for a click only. Returns what holds now. */
  async toggle() {
    if (this.allowed) this.on = false;
    else this.on = this.possible && (await Notification.requestPermission()) === "granted";
    return this.on;
  }

  /** Tell that a run has ended; nothing is told to who sees the page. */
  announce(run) {
    if (!document.hidden) return;
    if (!this.#ends.length) { this.#title = document.title; this.#icon = link().href; }
    this.#ends.push(run);
    document.title = titleWith(this.#title, this.#ends);
    link().href = dotted(TONES[run.state] ?? FAILED);
    if (!this.allowed) return;
    const { title, body } = noticeOf(run, this.project);
    const notice = new Notification(title, { body, tag: `a6hub-${this.project}-${run.number}` });
    notice.onclick = () => { window.focus(); notice.close(); };
  }

  #clear() {
    if (!this.#ends.length) return;
    this.#ends = [];
    document.title = this.#title;
    link().href = this.#icon;
  }

  destroy() { this.#bin.dispose(); }
}

function link() {
  let element = document.querySelector('link[rel~="icon"]');
  if (!element) {
    element = document.createElement("link");
    element.rel = "icon";
    document.head.append(element);
  }
  return element;
}

function dotted(colour) {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 1.5l9.1 5.25v10.5L12 22.5l-9.1-5.25V6.75z" fill="#0b0e13" stroke="#5cc8ff" stroke-width="2"/><circle cx="17" cy="17" r="6.5" fill="${colour}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
