// The overlay with all keyboard shortcuts.

import { h, iconButton } from "a6hub-kit/dom.js";
import { shortcutLabel } from "a6hub-kit/keys.js";
import { openModal } from "a6hub-kit/modal.js";

/** Return `[[group, [{title, keys: [shortcut]}]]]` of the commands that have a shortcut and of further entries. */
export function helpGroups(commands, entries) {
  const groups = new Map();
  const add = (group, title, keys) => {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push({ title, keys });
  };
  for (const { group = "General", title, shortcut } of commands) if (shortcut) add(group, title, [shortcut]);
  for (const { group, title, keys } of entries) add(group, title, [keys].flat());
  return [...groups];
}

/** Show the overlay. */
export function openHelp(container, commands, entries) {
  const close = iconButton("close", "Close", () => box.close(), { "data-testid": "help-close" });
  const box = openModal(container, {
    label: "Keyboard shortcuts", className: "a6-help", testid: "keyboard-help",
    children: [
      h("header", {}, h("h2", {}, "Keyboard shortcuts"), close),
      h("div", { class: "a6-help-scroll", tabindex: "0", role: "region", "aria-label": "Shortcuts by group" },
        h("div", { class: "a6-help-groups" }, helpGroups(commands, entries).map(section))),
    ],
  });
  return box;
}

function section([group, list]) {
  const rows = list.map(({ title, keys }) => h("div", {}, h("dt", {}, title), h("dd", {}, keys.map((key) => h("kbd", {}, shortcutLabel(key))))));
  return h("section", { class: "a6-help-group" }, h("h3", {}, group), h("dl", {}, rows));
}
