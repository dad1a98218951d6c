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
.a6-top-mark { min-width: 16px; padding: 0 4px; border-radius: 8px; background: var(--accent-soft); color: var(--accent); font: 10.5px/16px var(--mono); text-align: center; }
.a6-top-mark[hidden] { display: none; }
.a6-top-split { display: flex; }
.a6-top-split .btn:first-child:not(:last-child) { border-top-right-radius: 0; border-bottom-right-radius: 0; }
.a6-top-flows { padding: 0 6px; border-left-color: color-mix(in srgb, var(--accent-ink) 30%, transparent) !important; border-top-left-radius: 0; border-bottom-left-radius: 0; }
.a6-top-flows[hidden] + *, .a6-top-split:has(.a6-top-flows[hidden]) .btn:first-child { border-radius: var(--r); }
.a6-popover.wide-panel { width: min(540px, calc(100vw - 16px)); max-height: calc(100vh - 64px); padding: 0; grid-template-rows: minmax(0, 1fr); }
.a6-run-settings { display: flex; flex-direction: column; min-height: 0; max-height: inherit; }
.a6-run-settings > .a6-segments { margin: 12px 14px 0; }
.a6-options { flex: 1; min-height: 0; overflow: auto; padding: 10px 14px 4px; display: grid; gap: 14px; align-content: start; }
.a6-popover .a6-options-summary { color: var(--fg-1); font-size: 12.5px; }
.a6-option { display: grid; gap: 5px; min-width: 0; }
.a6-option-head { display: flex; align-items: baseline; gap: 6px; min-width: 0; }
.a6-option-label { color: var(--fg-0); font-size: 12.5px; font-weight: 550; }
.a6-option-unit { color: var(--fg-3); font: 11px var(--mono); }
.a6-option-mark { margin-left: auto; color: var(--fg-3); font-size: 11px; }
.a6-popover .a6-option-help { color: var(--fg-2); font-size: 11.5px; line-height: 1.45; overflow-wrap: anywhere; }
.a6-option-help code, .a6-options-summary code { color: var(--fg-1); font-size: .95em; }
.a6-option .number { width: 160px; font-family: var(--mono); }
.a6-option.switch { grid-template-columns: auto 1fr; column-gap: 10px; align-items: center; }
.a6-option.switch .a6-option-head { order: 2; }
.a6-option.switch .a6-switch { order: 1; }
.a6-option.switch .a6-option-help, .a6-option.switch .error-text { order: 3; grid-column: 2; }
.a6-switch { appearance: none; position: relative; width: 30px; height: 18px; margin: 0; border-radius: 9px; background: var(--bg-3); border: 1px solid var(--line-strong); cursor: pointer; }
.a6-switch::after { content: ""; position: absolute; top: 2px; left: 2px; width: 12px; height: 12px; border-radius: 50%; background: var(--fg-2); transition: transform .12s; }
.a6-switch:checked { background: var(--accent); border-color: var(--accent); }
.a6-switch:checked::after { transform: translateX(12px); background: var(--accent-ink); }
.a6-segments { display: flex; flex-wrap: wrap; gap: 2px; padding: 2px; border: 1px solid var(--line-strong); border-radius: var(--r); background: var(--bg-0); width: fit-content; max-width: 100%; }
.a6-segments[hidden] { display: none; }
.a6-segments label { position: relative; cursor: pointer; }
.a6-segments input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.a6-segments span { display: block; padding: 3px 10px; border-radius: 4px; color: var(--fg-1); font-size: 12.5px; }
.a6-segments label:hover span { color: var(--fg-0); }
.a6-segments input:checked + span { background: var(--bg-3); color: var(--fg-0); font-weight: 600; }
.a6-segments input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 1px; }
.a6-checks { display: flex; flex-wrap: wrap; gap: 4px 14px; }
.a6-checks label { display: inline-flex; align-items: center; gap: 6px; color: var(--fg-0); font-size: 12.5px; }
.a6-chips { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; min-height: 28px; padding: 3px 6px; border: 1px solid var(--line-strong); border-radius: var(--r);
  background: var(--bg-0); cursor: text; }
.a6-chips:focus-within { outline: 2px solid var(--accent); outline-offset: -1px; }
.a6-chips-list { display: contents; }
.a6-chips .chip { padding-right: 2px; color: var(--fg-0); font: 11.5px var(--mono); max-width: 100%; overflow: hidden; }
.a6-chips .icon-btn { width: 16px; height: 16px; }
.a6-chips .icon-btn .icon { width: 10px !important; height: 10px !important; }
.a6-chips-input { flex: 1; min-width: 130px; height: 20px; border: 0; outline: none !important; background: none; color: var(--fg-0); font: 12px var(--mono); }
.a6-chips-input::placeholder { color: var(--fg-3); opacity: 1; font-family: var(--font); }
.a6-tops { max-height: 168px; overflow: auto; }
.a6-popover .a6-tops legend { color: var(--fg-0); font-size: 12.5px; font-weight: 550; }
.a6-option .error-text { margin: 0; color: var(--err); }
.a6-popover .a6-options-note { padding: 0 14px; color: var(--fg-1); font-size: 11.5px; }
.a6-options-note:empty { display: none; }
.a6-options-foot { display: grid; gap: 8px; padding: 10px 14px 12px; border-top: 1px solid var(--line); margin-top: 10px; }
.a6-popover .a6-options-limits { font-size: 11.5px; }
.a6-options-buttons { display: flex; gap: 8px; }
@media (max-width: 1100px) { .a6-top { gap: 8px; padding: 0 8px; } .a6-top .wide { display: none; } .a6-top-top { max-width: 170px; } }
`;
