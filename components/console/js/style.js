// The look of the console; colours and fonts come from the tokens of the page.

// The sixteen colours of terminals on the tokens, readable on dark and light.
const COLOURS = ["fg-3", "err", "ok", "warn", "accent", "violet", "accent", "fg-1", "fg-3", "err", "ok", "warn", "accent", "violet", "accent", "fg-0"];
const PALETTE = COLOURS.map((token, index) => `.a6-log .fg-${index} { color: var(--${token}); }
.a6-log .bg-${index} { background: color-mix(in srgb, var(--${token}) 22%, transparent); }`).join("\n");

export const CSS = `
.a6-console { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--bg-0); position: relative; }
.a6-console-bar { display: flex; align-items: center; gap: 2px; height: 30px; flex: none; padding: 0 6px 0 12px; border-bottom: 1px solid var(--line);
  font-size: 12px; color: var(--fg-2); }
.a6-console-steps { display: flex; align-items: center; gap: 14px; flex: 1; min-width: 0; overflow: hidden; white-space: nowrap; margin: 0; padding: 0; list-style: none; }
.a6-console-steps li { display: inline-flex; align-items: center; gap: 6px; }
.a6-console-steps .time { font: 11px var(--mono); color: var(--fg-3); }
.a6-console-head { display: flex; align-items: center; gap: 16px; flex: 1; min-width: 0; overflow: hidden; }
.a6-console-head .a6-console-steps { flex: 0 1 auto; }
.a6-console-usage { display: flex; gap: 14px; flex: none; white-space: nowrap; font: 11px var(--mono); color: var(--fg-2); }
.a6-console-usage[hidden] { display: none; }
.a6-console-usage .part { display: inline-flex; align-items: center; gap: 6px; font-variant-numeric: tabular-nums; }
.a6-console-usage .name { font-family: var(--font); color: var(--fg-3); }
.a6-console-usage .bar { width: 36px; height: 4px; border-radius: 2px; background: var(--bg-3); overflow: hidden; }
.a6-console-usage .bar i { display: block; height: 100%; background: var(--accent); }
.a6-console-usage .warn { color: var(--warn); } .a6-console-usage .warn .bar i { background: var(--warn); }
.a6-console-usage .err { color: var(--err); } .a6-console-usage .err .bar i { background: var(--err); }
.a6-console-levels { display: flex; gap: 1px; padding-right: 6px; margin-right: 4px; border-right: 1px solid var(--line); flex: none; }
.a6-console-level { display: inline-flex; align-items: center; gap: 4px; height: 22px; padding: 0 6px; border: 0; border-radius: 5px; background: none; color: var(--fg-2);
  font: 11px var(--mono); cursor: pointer; }
.a6-console-level:hover { background: var(--bg-3); color: var(--fg-0); }
.a6-console-level.error .icon { color: var(--err); } .a6-console-level.warning .icon { color: var(--warn); } .a6-console-level.info .icon { color: var(--fg-2); }
.a6-console-level[aria-pressed="false"] { color: var(--fg-3); text-decoration: line-through; }
.a6-console-level[aria-pressed="false"] .icon { color: var(--fg-decor); }
.a6-log-fold { width: 16px; height: 16px; margin: 0 4px 0 -4px; padding: 0; border: 0; border-radius: 3px; background: none; color: var(--fg-2); vertical-align: -3px; cursor: pointer; }
.a6-log-fold:hover { background: var(--bg-3); color: var(--fg-0); }
.a6-log-fold[aria-expanded="false"] .icon { transform: rotate(-90deg); }
.a6-log-number { display: inline-block; width: 6ch; margin-right: 14px; color: var(--fg-3); text-align: right; text-decoration: none; user-select: none; }
.a6-log-number::before { content: attr(data-number); }
.a6-log-number:hover { color: var(--fg-0); text-decoration: none; }
.a6-log-line.marked { background: var(--bg-3); box-shadow: inset 3px 0 0 var(--warn); }
.a6-console-note { padding: 0 8px; color: var(--fg-2); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; flex: none; max-width: 40%; }
.a6-console-note.warn { color: var(--warn); }
.a6-console-note.err { color: var(--err); }
.a6-state { width: 8px; height: 8px; border-radius: 50%; background: var(--fg-decor); flex: none; }
.a6-state.passed { background: var(--ok); }
.a6-state.failed { background: var(--err); }
.a6-state.running { background: transparent; border: 2px solid var(--accent); border-right-color: transparent; animation: a6-spin 1s linear infinite; }
@keyframes a6-spin { to { transform: rotate(1turn); } }
.a6-console-find { position: absolute; top: 34px; right: 14px; z-index: 5; display: flex; align-items: center; gap: 4px; padding: 4px 4px 4px 6px;
  border: 1px solid var(--line-strong); border-radius: 6px; background: var(--bg-2); box-shadow: var(--shadow); }
.a6-console-find input { width: 220px; height: 24px; padding: 0 7px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-0);
  color: var(--fg-0); font: 12px var(--font); }
.a6-console-find > span { min-width: 70px; color: var(--fg-2); font: 11px var(--mono); text-align: center; white-space: nowrap; }
.a6-console-body { position: relative; flex: 1; min-height: 0; }
.a6-log { position: absolute; inset: 0; overflow: auto; font: 12.5px/18px var(--mono); color: var(--fg-1); overscroll-behavior: contain; }
.a6-log:focus-visible { outline-offset: -2px; }
.a6-log-ruler { position: absolute; visibility: hidden; white-space: pre; }
.a6-log-spacer { position: relative; min-width: 100%; }
.a6-log-line { position: absolute; top: 4px; left: 0; right: 0; padding: 0 12px; white-space: pre; contain: layout style; }
.a6-log.wrap .a6-log-line { white-space: pre-wrap; word-break: break-all; }
.a6-log-link { color: var(--accent); text-decoration: underline; text-decoration-color: color-mix(in srgb, var(--accent) 45%, transparent); text-underline-offset: 3px; }
.a6-log-link:hover { text-decoration-color: currentColor; }
.a6-log-cut { color: var(--fg-3); }
.a6-log .bold { font-weight: 700; }
.a6-log .dim { color: var(--fg-3); }
.a6-log .italic { font-style: italic; }
.a6-log .underline { text-decoration: underline; }
.a6-log .fg-inverse { color: var(--bg-0); }
.a6-log .bg-inverse { background: var(--fg-1); }
.a6-log .hit { background: color-mix(in srgb, var(--warn) 32%, transparent); border-radius: 2px; }
.a6-log .hit.current { background: var(--warn); color: var(--bg-0); }
.a6-console-end { position: absolute; right: 18px; bottom: 14px; z-index: 4; box-shadow: var(--shadow); }
.a6-console-empty { position: absolute; inset: 0; display: grid; place-items: center; padding: 16px; color: var(--fg-2); text-align: center; pointer-events: none; }
@media (max-width: 1100px) { .a6-console-usage .name, .a6-console-usage .bar { display: none; } }
${PALETTE}
`;
