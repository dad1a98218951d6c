// What stands in the place of waves when there are none, and what went wrong.

import { h } from "a6hub-kit/dom.js";

const TEXTS = {
  none: ["No waveform yet.", "Run a simulation: what the testbench dumps appears here."],
  loading: ["Opening the waveform…"],
  void: ["This trace holds no signals.", "Call $dumpvars in the testbench, or let the run add it, and simulate again."],
  empty: ["No signals are shown."],
};

/** Show one of the notes, or nothing for null; `action` is `{label, run}`. */
export function showNote(element, name, { text, action } = {}) {
  element.hidden = name === null;
  if (name === null) return;
  const lines = name === "error" ? ["The waveform could not be opened.", text] : TEXTS[name];
  const button = action
    ? h("button", { "type": "button", "class": "text-btn", "data-testid": "wave-note-action", "onclick": action.run }, action.label) : null;
  element.replaceChildren(...lines.map((line) => h("p", {}, line)), ...(button ? [button] : []));
}

const NOTICE_MS = 6000;

/** Show a message over the waves: an error stays until the next success takes it away, a notice for some seconds. */
export function showToast(wave, message, kind = "error") {
  wave.querySelector(`.a6w-toast.${kind}`)?.remove();
  if (!message) return;
  const toast = h("div", { "class": `a6w-toast ${kind}`, "role": "alert", "data-testid": "wave-toast" }, message);
  wave.append(toast);
  if (kind === "notice") setTimeout(() => toast.remove(), NOTICE_MS);
}
