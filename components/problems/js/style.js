// The look of the list of diagnostics, on the tokens.

export const CSS = `
.a6-problems { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--bg-0); container-type: inline-size; }
.a6-problems-bar { display: flex; align-items: center; gap: 6px; height: 30px; flex: none; padding: 0 8px 0 12px; border-bottom: 1px solid var(--line); }
.a6-problems-bar input, .a6-problems-bar select { height: 22px; padding: 0 7px; border: 1px solid var(--line-strong); border-radius: 5px;
  background: var(--bg-0); color: var(--fg-0); font: 12px var(--font); }
.a6-problems-bar input { width: 220px; max-width: 50%; }
.a6-problems-bar select { margin-left: auto; }
.a6-problems-bar select[hidden] + input { margin-left: auto; }
.a6-problems-toggle { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 7px; border: 0; border-radius: 5px;
  background: none; color: var(--fg-2); font: 12px var(--font); cursor: pointer; }
.a6-problems-toggle:hover { background: var(--bg-2); color: var(--fg-0); }
.a6-problems-toggle[aria-pressed="false"] { color: var(--fg-3); text-decoration: line-through; }
.a6-problems-toggle[aria-pressed="false"] .icon { opacity: .5; }
.a6-problems .sev-error { color: var(--err); }
.a6-problems .sev-warning { color: var(--warn); }
.a6-problems .sev-info { color: var(--accent); }
.a6-problems-body { display: grid; grid-template-columns: minmax(0, 1fr) minmax(280px, 38%); flex: 1; min-height: 0; }
.a6-problems-body.bare { grid-template-columns: minmax(0, 1fr); }
.a6-problems-rows { position: relative; min-height: 0; min-width: 0; padding-top: 2px; }
.a6-problems .a6-row .place { font: 11px var(--mono); color: var(--fg-3); flex: none; }
.a6-problems .a6-row .message { color: var(--fg-1); }
.a6-problems .a6-row[aria-selected="true"] .message { color: var(--fg-0); }
.a6-problems .a6-row .source { font: 11px var(--mono); color: var(--fg-3); flex: none; }
.a6-problems-empty { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 8px; color: var(--fg-2); pointer-events: none; }
.a6-problems-empty .icon { color: var(--ok); }
.a6-problem { overflow: auto; padding: 12px 16px 16px; border-left: 1px solid var(--line); background: var(--bg-1); line-height: 1.5; user-select: text; }
.a6-problem h3 { margin: 0; color: var(--fg-0); font-size: 13px; font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; }
.a6-problem .where { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin: 6px 0 0; }
.a6-problem .where button { padding: 0; border: 0; background: none; color: var(--accent); font: 12px var(--mono); cursor: pointer; overflow-wrap: anywhere; text-align: left; }
.a6-problem .where button:hover { text-decoration: underline; }
.a6-problem h4 { margin: 12px 0 2px; color: var(--fg-2); font-size: 11px; font-weight: 600; letter-spacing: .04em; text-transform: uppercase; }
.a6-problem p { margin: 0; color: var(--fg-1); overflow-wrap: anywhere; white-space: pre-wrap; }
.a6-problem .hint { padding: 8px 10px; border-radius: 6px; background: var(--accent-soft); color: var(--fg-0); }
.a6-problem details { margin-top: 12px; }
.a6-problem summary { color: var(--fg-2); font-size: 12px; cursor: pointer; }
.a6-problem pre { margin: 6px 0 0; padding: 8px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--bg-0); color: var(--fg-1);
  font: 12px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
@container (max-width: 720px) {
  .a6-problems-body { grid-template: minmax(90px, 1fr) minmax(0, 45%) / minmax(0, 1fr); }
  .a6-problem { border-left: 0; border-top: 1px solid var(--line); }
}
`;
