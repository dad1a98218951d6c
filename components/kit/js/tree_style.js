// The look of rows in trees and lists.

export const TREE_CSS = `
.a6-tree { height: 100%; min-height: 0; font: 13px/1 var(--font); color: var(--fg-1); user-select: none; }
.a6-tree .a6-list { outline: none; }
.a6-tree .a6-list:focus-visible .a6-row.active { box-shadow: inset 0 0 0 1px var(--accent); }
.a6-row { display: flex; align-items: center; gap: 6px; padding-right: 10px; white-space: nowrap; cursor: pointer; }
.a6-row:hover { background: var(--bg-2); }
.a6-row[aria-selected="true"], .a6-row.current { background: var(--bg-3); color: var(--fg-0); }
.a6-row .caret { display: grid; place-items: center; width: 14px; height: 100%; color: var(--fg-2); flex: none; }
.a6-row .caret .icon { transition: transform .1s; }
.a6-row[aria-expanded="true"] .caret .icon { transform: rotate(90deg); }
.a6-row .name { overflow: hidden; text-overflow: ellipsis; line-height: 1.5; }
.a6-row .dim { color: var(--fg-3); overflow: hidden; text-overflow: ellipsis; line-height: 1.5; }
.a6-row .right { margin-left: auto; flex: none; font: 11px var(--mono); }
@media (pointer: coarse) { .a6-row .caret { width: 28px; } }
`;
