// The look of the search; colours and fonts come from the tokens of the page.

export const CSS = `
.a6-lookup { display: flex; flex-direction: column; height: 100%; min-height: 0; }
.a6-lookup-form { display: grid; gap: 6px; padding: 2px 10px 8px; }
.a6-lookup-line { position: relative; display: flex; align-items: center; gap: 4px; }
.a6-lookup-line .input { height: 26px; font-size: 12.5px; }
.a6-lookup-line.query .input { padding-right: 84px; font-family: var(--mono); }
.a6-lookup-line .input.mono { font-family: var(--mono); }
.a6-lookup-switches { position: absolute; right: 3px; display: flex; gap: 1px; }
.a6-lookup-switches button { width: 24px; height: 20px; padding: 0; border: 0; border-radius: 4px; background: none; color: var(--fg-2);
  font: 600 10.5px var(--mono); cursor: pointer; }
.a6-lookup-switches button::before { content: attr(data-sign); }
.a6-lookup-switches button:hover { background: var(--bg-3); color: var(--fg-0); }
.a6-lookup-switches button[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent); }
.a6-lookup-note { min-height: 18px; padding: 0 12px 6px; color: var(--fg-2); font-size: 12px; line-height: 1.4; }
.a6-lookup-note.err { color: var(--err); }
.a6-lookup-body { flex: 1; min-height: 0; }
.a6-lookup .a6-row .line { width: 3.2ch; flex: none; text-align: right; font: 11px var(--mono); color: var(--fg-3); }
.a6-lookup .a6-row .text { overflow: hidden; text-overflow: ellipsis; font: 12px/1.5 var(--mono); white-space: pre; }
.a6-lookup mark { background: color-mix(in srgb, var(--warn) 30%, transparent); color: var(--fg-0); border-radius: 2px; }
.a6-lookup mark.old { background: color-mix(in srgb, var(--err) 22%, transparent); text-decoration: line-through; }
.a6-lookup ins { background: color-mix(in srgb, var(--ok) 24%, transparent); color: var(--fg-0); text-decoration: none; border-radius: 2px; }
`;
