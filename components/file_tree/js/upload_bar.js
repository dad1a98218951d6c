// Shows the progress of an upload below the tree, and afterwards what failed with a way to try again.

import { h, iconButton } from "a6hub-kit/dom.js";

import { uploadAll } from "./upload.js";

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

export class UploadBar {
  #abort = null;

  constructor(container, { url, onStored }) {
    this.options = { url, onStored };
    this.element = h("div", { class: "a6-upload", role: "status", hidden: true, "data-testid": "upload" });
    container.append(this.element);
  }

  get busy() { return this.#abort !== null; }

  /** Upload `[{path, file}]`; files that fail stay listed until they are dismissed. */
  async start(items) {
    if (!items.length) return;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const { text, bar } = this.#showProgress(items.length, () => abort.abort());
    const onProgress = ({ done, total, bytes, size }) => {
      bar.value = size ? bytes / size : done / total;
      text.textContent = `Uploading ${Math.min(done + 1, total)} of ${total} · ${Math.round(bar.value * 100)} %`;
    };
    const { stored, failed } = await uploadAll(items, { url: this.options.url, onProgress, signal: abort.signal });
    if (this.#abort === abort) this.#abort = null;
    if (failed.length && !abort.signal.aborted) this.#showFailures(failed, stored.length);
    else this.element.hidden = true;
    this.options.onStored(stored, failed.length);
  }

  #showProgress(total, cancel) {
    const text = h("span", {}, `Uploading ${count(total, "file")}`);
    const bar = h("progress", { "max": 1, "value": 0, "aria-label": "Upload progress" });
    this.element.replaceChildren(
      h("header", {}, text, iconButton("close", "Cancel the upload", cancel, { "data-testid": "upload-cancel" })), bar);
    this.element.hidden = false;
    return { text, bar };
  }

  #showFailures(failed, stored) {
    const dismiss = () => { this.element.hidden = true; };
    const retry = () => this.start(failed.map(({ path, file }) => ({ path, file })));
    this.element.replaceChildren(
      h("header", {}, h("span", {}, `${count(failed.length, "file")} not uploaded, ${stored} stored`),
        iconButton("close", "Dismiss", dismiss, { "data-testid": "upload-dismiss" })),
      h("ul", {}, failed.map(({ path, message }) => h("li", {}, h("b", {}, path), " ", h("span", {}, message)))),
      h("button", { "type": "button", "class": "btn", "onclick": retry, "data-testid": "upload-retry" }, "Try again"));
    this.element.hidden = false;
  }
}
