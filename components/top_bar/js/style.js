// The look of the top bar, on the tokens.

export const CSS = `
.a6-top { display: flex; align-items: center; gap: 12px; height: 44px; padding: 0 12px; border-bottom: 1px solid var(--line);
  background: var(--bg-1); min-width: 0; }
.a6-top-group { display: flex; align-items: center; gap: 8px; min-width: 0; }
.a6-top-start, .a6-top-end { flex: 1 1 0; }
.a6-top-end { justify-content: flex-end; }
.a6-top .crumb { min-width: 40px; }
.a6-top-top { max-width: 260px; }
.a6-top-top span { overflow: hidden; text-overflow: ellipsis; }
.a6-top .stop { border-color: var(--err); color: var(--err); background: var(--bg-2); font-weight: 650; font-variant-numeric: tabular-nums; }
.a6-popover { position: fixed; z-index: 800; width: 340px; padding: 14px; border: 1px solid var(--line-strong); border-radius: 10px;
  background: var(--bg-2); box-shadow: var(--shadow); display: grid; gap: 12px; }
.a6-popover h3 { margin: 0; font-size: 13px; }
.a6-popover p { margin: 0; color: var(--fg-2); font-size: 12px; }
.a6-popover fieldset { margin: 0; padding: 0; border: 0; display: grid; gap: 6px; }
.a6-popover legend { padding: 0 0 4px; color: var(--fg-1); font-size: 12px; font-weight: 500; }
.a6-choice { display: grid; grid-template-columns: 18px 1fr; gap: 0 8px; align-items: start; cursor: pointer; color: var(--fg-0); }
.a6-choice small { grid-column: 2; color: var(--fg-2); }
.a6-popover-row { display: flex; gap: 8px; }
@media (max-width: 1100px) { .a6-top { gap: 8px; padding: 0 8px; } .a6-top .wide { display: none; } .a6-top-top { max-width: 170px; } }
`;
