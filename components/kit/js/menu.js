// Pop-up menus: at the pointer (context menu) or below a button.

import { disposer, h, installStyle } from "./dom.js";
import { icon } from "./icons.js";
import { shortcutLabel } from "./keys.js";

const CSS = `
.a6-menu { position: fixed; z-index: 900; min-width: 180px; max-width: 340px; max-height: calc(100vh - 16px); overflow: auto;
  margin: 0; padding: 4px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--bg-2); color: var(--fg-1);
  box-shadow: var(--shadow); font: 13px/1.4 var(--font); inset: auto; }
.a6-menu-item { display: flex; align-items: center; gap: 8px; width: 100%; min-height: 28px; padding: 0 10px 0 8px; border: 0;
  border-radius: 5px; background: none; color: inherit; font: inherit; text-align: left; white-space: nowrap; cursor: pointer; }
.a6-menu-item:focus { background: var(--bg-3); color: var(--fg-0); outline: none; }
.a6-menu-item:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.a6-menu-item[aria-disabled="true"] { opacity: .5; cursor: default; }
.a6-menu-item.danger { color: var(--err); }
.a6-menu-item .detail { color: var(--fg-2); font-size: 12px; }
.a6-menu-item .kbd { margin-left: auto; }
.a6-menu-text { flex: 1; overflow: hidden; text-overflow: ellipsis; }
.a6-menu-mark { width: 16px; display: grid; place-items: center; color: var(--fg-2); flex: none; }
.a6-menu-line { margin: 4px 6px; border: 0; border-top: 1px solid var(--line); }
.a6-menu-title { padding: 6px 10px 3px; color: var(--fg-2); font-size: 11px; }
@media (pointer: coarse) { .a6-menu-item { min-height: 38px; } }
`;

let close = () => {};

/** Close the open menu, if there is one. */
export function closeMenu() { close(); }

/**
 * Open a menu of items `{id, label, icon?, shortcut?, detail?, danger?, disabled?, checked?}`, "-" for a line or
 * `{title}` for a caption, at `{x, y}` or below `{anchor}`; `onSelect(id)` is called after it has closed.
 */
export function openMenu({ items, x, y, anchor, label = "Menu", onSelect, onClose }) {
  closeMenu();
  installStyle("menu", CSS);
  const before = document.activeElement;
  const bin = disposer();
  const menu = h("div", { class: "a6-menu", role: "menu", "aria-label": label, tabindex: "-1", "data-testid": "menu" },
    items.map((item) => entry(item, choose)));
  close = (restoreFocus = true) => {
    close = () => {};
    bin.dispose();
    menu.remove();
    if (restoreFocus) before?.focus?.({ preventScroll: true });
    onClose?.();
  };
  function choose(id) { closeMenu(); onSelect?.(id); }

  document.body.append(menu);
  place(menu, anchor ? below(anchor) : { x, y });
  bin.listen(menu, "keydown", (event) => onKey(event, menu));
  bin.listen(menu, "contextmenu", (event) => event.preventDefault());
  bin.listen(document, "pointerdown", (event) => { if (!menu.contains(event.target)) close(false); }, true);
  bin.listen(window, "resize", () => close());
  bin.listen(window, "blur", () => close(false));
  (menu.querySelector('[role^="menuitem"]') ?? menu).focus({ preventScroll: true });
  return menu;
}

function entry(item, choose) {
  if (item === "-") return h("hr", { class: "a6-menu-line", role: "separator" });
  if (item.title) return h("div", { class: "a6-menu-title", role: "presentation" }, item.title);
  const checkable = item.checked !== undefined;
  const mark = item.checked ? "check" : item.icon;
  const button = h("button", {
    type: "button", class: `a6-menu-item${item.danger ? " danger" : ""}`, role: checkable ? "menuitemradio" : "menuitem",
    tabindex: "-1", "aria-checked": checkable ? String(Boolean(item.checked)) : null,
    "aria-disabled": item.disabled ? "true" : null, "data-testid": `menu-${item.id}`,
    onclick: () => { if (!item.disabled) choose(item.id); },
  }, h("span", { class: "a6-menu-mark" }, mark ? icon(mark, 14) : ""), h("span", { class: "a6-menu-text" }, item.label),
  item.detail ? h("span", { class: "detail" }, item.detail) : null,
  item.shortcut ? h("span", { class: "kbd" }, shortcutLabel(item.shortcut)) : null);
  button.addEventListener("pointermove", () => { if (document.activeElement !== button) button.focus({ preventScroll: true }); });
  return button;
}

function below(anchor) {
  const box = anchor.getBoundingClientRect();
  return { x: box.left, y: box.bottom + 4, flip: box.top - 4, right: box.right };
}

function place(menu, { x, y, flip, right }) {
  const { width, height } = menu.getBoundingClientRect();
  const left = x + width > innerWidth - 8 ? (right ?? x) - width : x;
  const above = (flip ?? y) - height;
  const top = y + height > innerHeight - 8 ? Math.max(8, above > 8 ? above : innerHeight - 8 - height) : y;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${top}px`;
}

function onKey(event, menu) {
  const buttons = [...menu.querySelectorAll(".a6-menu-item")];
  const index = buttons.indexOf(document.activeElement);
  const move = (to) => buttons[(to + buttons.length) % buttons.length]?.focus();
  const actions = {
    ArrowDown: () => move(index + 1), ArrowUp: () => move(index < 0 ? -1 : index - 1), Home: () => move(0), End: () => move(-1),
    Escape: () => close(), Tab: () => close(),
  };
  event.stopPropagation();
  if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase();
    const order = [...buttons.slice(index + 1), ...buttons.slice(0, index + 1)];
    order.find((button) => button.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  }
}
