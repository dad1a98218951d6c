// The look of the tables of results, on the tokens.

export const CSS = `
.a6-tables { height: 100%; overflow: auto; background: var(--bg-0); color: var(--fg-1); font-size: 13px; }
.a6-tables-empty { display: grid; place-content: center; height: 100%; color: var(--fg-2); text-align: center; padding: 0 24px; }
.a6-table-head { position: sticky; left: 0; display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 8px 12px; }
.a6-table-head h3 { margin: 0; font-size: 13px; font-weight: 600; color: var(--fg-0); }
.a6-table-head .note { color: var(--fg-2); font-size: 12px; }
.a6-table-head .space { flex: 1; }
.a6-table-head input { height: 24px; width: 180px; padding: 0 7px; border: 1px solid var(--line-strong); border-radius: 5px;
  background: var(--bg-0); color: var(--fg-0); font: 12px var(--font); }
.a6-table-head .btn { height: 24px; padding: 0 8px; font-size: 12px; }
.a6-tables table { width: 100%; border-collapse: collapse; }
.a6-tables th { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--bg-1); border-block: 1px solid var(--line); text-align: left; font-weight: 500; }
.a6-tables th button { width: 100%; padding: 5px 12px; border: 0; background: none; color: var(--fg-2); font: 500 12px var(--font); text-align: inherit; cursor: pointer; white-space: nowrap; }
.a6-tables th button:hover { color: var(--fg-0); }
.a6-tables th[aria-sort="ascending"] button::after { content: " ↑"; }
.a6-tables th[aria-sort="descending"] button::after { content: " ↓"; }
.a6-tables td { padding: 4px 12px; border-bottom: 1px solid var(--line); font: 12px/1.5 var(--mono); color: var(--fg-1); white-space: nowrap; }
.a6-tables td.wide { white-space: normal; overflow-wrap: anywhere; min-width: 180px; }
.a6-tables .number { text-align: right; font-variant-numeric: tabular-nums; }
.a6-tables tr[tabindex] { cursor: pointer; }
.a6-tables tr[tabindex]:hover td { background: var(--bg-1); }
.a6-tables tr:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.a6-tables .dot { display: inline-block; width: 8px; height: 8px; margin-right: 8px; border-radius: 50%; background: var(--fg-3); }
.a6-tables .dot.passed { background: var(--ok); }
.a6-tables .dot.failed, .a6-tables .dot.timed-out, .a6-tables .dot.crashed, .a6-tables .dot.dead { background: var(--err); }
.a6-tables .dot.running { background: var(--accent); }
.a6-tables .mark { margin-left: 8px; padding: 0 6px; border-radius: 8px; background: var(--bg-2); color: var(--warn); font: 11px var(--font); }
.a6-tables td.bar { background-image: linear-gradient(var(--accent-soft), var(--accent-soft)); background-repeat: no-repeat; }
`;
