// The look of the command palette and of the keyboard help; colours and fonts come from the tokens of the page.

export const CSS = `
.a6-palette { width: 620px; margin: 12vh auto auto; }
.a6-palette-input { width: 100%; height: 46px; padding: 0 16px; border: 0; border-bottom: 1px solid var(--line); outline: none; background: transparent;
  color: var(--fg-0); font: 15px var(--font); }
.a6-palette-input::placeholder { color: var(--fg-3); opacity: 1; }
.a6-palette-list { max-height: min(420px, 60vh); overflow: auto; margin: 0; padding: 6px; list-style: none; }
.a6-palette-item { display: flex; align-items: center; gap: 10px; min-height: 30px; padding: 0 10px; border-radius: 6px; cursor: pointer; white-space: nowrap; }
.a6-palette-item[aria-selected="true"] { background: var(--bg-3); color: var(--fg-0); }
.a6-palette-item .icon { color: var(--fg-2); }
.a6-palette-item .title { overflow: hidden; text-overflow: ellipsis; }
.a6-palette-item .title b { color: var(--accent); font-weight: 600; }
.a6-palette-item .where { overflow: hidden; text-overflow: ellipsis; color: var(--fg-2); font-size: 12px; }
.a6-palette-item .kbd { margin-left: auto; }
.a6-palette-item .group { margin-left: auto; color: var(--fg-2); font-size: 12px; }
.a6-palette-item .group + .kbd { margin-left: 0; }
.a6-palette-none { padding: 14px 16px; color: var(--fg-2); }
.a6-palette-foot { display: flex; gap: 14px; padding: 7px 16px; border-top: 1px solid var(--line); color: var(--fg-2); font-size: 11.5px; }
.a6-help { width: 860px; }
.a6-help header { display: flex; align-items: center; gap: 10px; padding: 12px 12px 12px 18px; border-bottom: 1px solid var(--line); }
.a6-help header h2 { flex: 1; }
.a6-help-scroll { max-height: 72vh; overflow: auto; }
.a6-help-groups { columns: 2; column-gap: 32px; padding: 6px 18px 16px; }
.a6-help-group { padding-top: 10px; }
.a6-help-group h3 { break-after: avoid; }
.a6-help-group h3 { margin: 0 0 4px; color: var(--fg-2); font: 600 11px var(--font); letter-spacing: .06em; text-transform: uppercase; }
.a6-help-group dl { margin: 0; }
.a6-help-group div { display: grid; grid-template-columns: 1fr auto; gap: 12px; padding: 1.5px 0; break-inside: avoid; }
.a6-help-group dt { color: var(--fg-1); }
.a6-help-group dd { margin: 0; text-align: right; display: flex; gap: 4px; justify-content: flex-end; align-items: center; }
@media (max-width: 760px) { .a6-help-groups { columns: 1; } }
`;
