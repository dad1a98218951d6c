// The look of the file tree; colours and fonts come from the tokens of the page.

export const CSS = `
.a6-files { position: relative; display: flex; flex-direction: column; height: 100%; min-height: 0; }
.a6-files-body { flex: 1; min-height: 0; position: relative; }
.a6-files-filter { display: flex; align-items: center; gap: 4px; padding: 2px 8px 6px; }
.a6-files-filter input { flex: 1; min-width: 0; height: 24px; padding: 0 7px; border: 1px solid var(--line-strong); border-radius: 5px;
  background: var(--bg-0); color: var(--fg-0); font: 12px var(--font); }
.a6-files .a6-row { color: var(--fg-1); }
.a6-files .a6-row:not(.folder) .name { padding-left: 0; }
.a6-files .a6-row[aria-selected="true"], .a6-files .a6-row.current { color: var(--fg-0); }
.a6-files .a6-row .badge { color: var(--warn); }
.a6-files .a6-row .badge.added { color: var(--ok); }
.a6-files .a6-row.error .badge, .a6-files .a6-row .badge.error { color: var(--err); }
.a6-files .a6-row .dot { width: 6px; height: 6px; border-radius: 50%; background: var(--warn); }
.a6-files .a6-row .dot.error { background: var(--err); }
.a6-files .a6-row.cut { opacity: .55; }
.a6-files .a6-row.target, .a6-files .a6-list.target { background: var(--accent-soft); box-shadow: inset 0 0 0 1px var(--accent); }
.a6-files .a6-row.naming { z-index: 3; }
.a6-files .a6-row.naming > .name, .a6-files .a6-row.naming > .right { display: none; }
.a6-name { position: relative; flex: 1; min-width: 0; }
.a6-name-input { width: 100%; height: 20px; padding: 0 4px; border: 1px solid var(--accent); border-radius: 4px; outline: none;
  background: var(--bg-0); color: var(--fg-0); font: 13px var(--font); user-select: text; }
.a6-name-input[aria-invalid="true"] { border-color: var(--err); }
.a6-name-input[aria-busy="true"] { opacity: .6; }
.a6-name-error { position: absolute; top: calc(100% + 2px); left: 0; right: 0; padding: 4px 6px; border: 1px solid var(--err);
  border-radius: 4px; background: var(--bg-1); color: var(--err); font: 12px/1.35 var(--font); white-space: normal; }
.a6-files-empty { position: absolute; inset: 0; display: grid; align-content: start; justify-items: start; gap: 8px; padding: 8px 12px;
  color: var(--fg-2); font-size: 13px; pointer-events: none; }
.a6-files-empty > * { pointer-events: auto; }
.a6-files-empty p { margin: 0; line-height: 1.45; }
.a6-files-empty div { display: flex; gap: 8px; flex-wrap: wrap; }
.a6-upload { padding: 8px 10px; border-top: 1px solid var(--line); background: var(--bg-2); font-size: 12px; color: var(--fg-1); }
.a6-upload header { display: flex; align-items: center; gap: 6px; }
.a6-upload header span { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.a6-upload progress { display: block; width: 100%; height: 4px; margin-top: 6px; border: 0; border-radius: 2px; overflow: hidden;
  background: var(--bg-3); accent-color: var(--accent); }
.a6-upload progress::-webkit-progress-bar { background: var(--bg-3); }
.a6-upload progress::-webkit-progress-value { background: var(--accent); }
.a6-upload progress::-moz-progress-bar { background: var(--accent); }
.a6-upload ul { margin: 6px 0; padding: 0; list-style: none; max-height: 120px; overflow: auto; }
.a6-upload li { padding: 2px 0; line-height: 1.35; overflow-wrap: anywhere; }
.a6-upload li b { color: var(--fg-0); font-weight: 500; }
.a6-upload li span { color: var(--err); }
`;
