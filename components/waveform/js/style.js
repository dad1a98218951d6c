// The look of the waveform viewer.

export const CSS = `
.a6w { --a6w-list: 262px; --a6w-value: 96px; --a6w-tree: 240px; position: relative; display: grid; grid-template-rows: 30px minmax(0, 1fr);
  height: 100%; min-height: 120px; background: var(--bg-0); color: var(--fg-1); font: 13px/1.45 var(--font); overflow: hidden; }
.a6w-bar { display: flex; align-items: center; gap: 2px; padding: 0 8px; border-bottom: 1px solid var(--line); background: var(--bg-1);
  white-space: nowrap; min-width: 0; }
.a6w-bar .sep { width: 1px; height: 16px; margin: 0 6px; background: var(--line); flex: none; }
.a6w-bar .text-btn { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 8px; border: 1px solid var(--line-strong);
  border-radius: 5px; background: var(--bg-2); color: var(--fg-0); font: 500 12px/1 var(--font); cursor: pointer; flex: none; }
.a6w-bar .text-btn:hover, .a6w-bar .text-btn[aria-expanded="true"] { background: var(--bg-3); }
.a6w-bar .warn { border-color: transparent; background: none; color: var(--warn); }
.a6w-info { margin-left: auto; padding-left: 10px; color: var(--fg-2); font-size: 12px; overflow: hidden; text-overflow: ellipsis; }
.a6w-info b { color: var(--fg-0); font-weight: 600; font-variant-numeric: tabular-nums; }
.a6w-body { display: grid; grid-template-columns: auto var(--a6w-list) minmax(0, 1fr); min-height: 0; }
.a6w-tree { grid-column: 1; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; width: var(--a6w-tree); border-right: 1px solid var(--line);
  background: var(--bg-1); min-height: 0; position: relative; }
.a6w-tree[hidden] { display: none; }
.a6w-tree .search { margin: 5px 8px; width: calc(100% - 16px); height: 26px; padding: 0 8px; border: 1px solid var(--line-strong);
  border-radius: 5px; background: var(--bg-0); color: var(--fg-0); font: 12px var(--font); }
.a6w-tree .search::placeholder { color: var(--fg-3); opacity: 1; }
.a6w-tree .rows { min-height: 0; position: relative; }
.a6w-tree .a6-row .name { font: 12px/1.5 var(--mono); }
.a6w-tree .a6-row > .name { flex: 0 0 auto; max-width: 75%; }
.a6w-tree .a6-row > .dim.right { flex: 0 1 auto; min-width: 0; }
.a6w-tree .a6-row.shown .name { color: var(--fg-0); font-weight: 600; }
.a6w-tree .foot { display: flex; align-items: center; gap: 6px; padding: 5px 8px; border-top: 1px solid var(--line); }
.a6w-tree .foot .text-btn { height: 24px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-2);
  color: var(--fg-0); font: 500 12px/1 var(--font); cursor: pointer; white-space: nowrap; }
.a6w-tree .foot .text-btn:disabled { opacity: .5; cursor: default; }
.a6w-tree .count { margin-left: auto; color: var(--fg-2); font-size: 11px; background: none; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; padding: 0; }
.a6w-list { grid-column: 2; display: grid; grid-template-rows: 26px minmax(0, 1fr) 12px; border-right: 1px solid var(--line); min-width: 0; min-height: 0;
  position: relative; }
.a6w-head { display: flex; align-items: center; padding: 0 10px; border-bottom: 1px solid var(--line); color: var(--fg-2); font-size: 11px;
  position: relative; }
.a6w-head .value { margin-left: auto; }
.a6w-rows { position: relative; min-height: 0; }
.a6w-rows .a6-list { scrollbar-width: none; }
.a6w-rows .a6-row { gap: 8px; font: 12px/1 var(--mono); padding-right: 0; cursor: default; }
.a6w-rows .a6-row .name { flex: 1 1 auto; min-width: 0; line-height: 1.6; }
.a6w-rows .a6-row .value { flex: 0 0 var(--a6w-value); max-width: var(--a6w-value); padding-right: 10px; text-align: right; overflow: hidden;
  text-overflow: ellipsis; color: var(--fg-0); line-height: 1.6; }
.a6w-rows .a6-row .value.x { color: var(--wave-x); }
.a6w-rows .a6-row .value.z { color: var(--wave-z); }
.a6w-rows .a6-row .value.none { color: var(--fg-3); }
.a6w-rows .a6-row.folder { gap: 3px; padding-left: 7px !important; }
.a6w-rows .a6-row.folder .name { color: var(--fg-2); font-weight: 600; }
.a6w-rows .a6-row.missing .name { color: var(--fg-3); font-style: italic; }
.a6w-rows .a6-row[aria-selected="true"] { background: var(--bg-2); }
.a6w-rename { flex: 1; min-width: 0; height: 20px; margin-right: 8px; padding: 0 4px; border: 1px solid var(--accent); border-radius: 4px;
  background: var(--bg-0); color: var(--fg-0); font: inherit; }
.a6w-drop { position: absolute; left: 0; right: 0; height: 2px; background: var(--accent); pointer-events: none; z-index: 3; }
.a6w-wave { grid-column: 3; position: relative; display: grid; grid-template-rows: minmax(0, 1fr) 12px; min-width: 0; min-height: 0; }
.a6w-stage { position: relative; min-height: 0; overflow: hidden; touch-action: none; cursor: crosshair; outline: none; }
.a6w.on-page .a6w-stage { touch-action: pan-y; }
.a6w-stage.panning { cursor: grabbing; }
.a6w-stage:focus-visible { box-shadow: inset 0 0 0 2px var(--accent); }
.a6w-stage canvas { position: absolute; left: 0; top: 0; display: block; pointer-events: none; }
.a6w-map { position: relative; border-top: 1px solid var(--line); background: var(--bg-1); touch-action: none; cursor: pointer; }
.a6w-map .thumb { position: absolute; top: 2px; bottom: 2px; min-width: 12px; border-radius: 4px; background: var(--line-strong); cursor: grab; }
.a6w-map .thumb:hover { background: var(--fg-decor, var(--line-strong)); }
.a6w-map .tick { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--accent); pointer-events: none; }
.a6w-map .tick.marker { background: var(--warn); }
.a6w-corner { border-top: 1px solid var(--line); background: var(--bg-1); }
.a6w-split { position: absolute; top: 0; bottom: 0; width: 7px; right: -4px; cursor: col-resize; z-index: 2; touch-action: none; }
.a6w-split:hover, .a6w-split:focus-visible { background: var(--accent); opacity: .6; outline: none; }
.a6w-head .a6w-split { right: calc(var(--a6w-value) + 2px); width: 5px; }
.a6w-note { position: absolute; inset: 26px 0 12px 0; display: grid; place-items: center; align-content: center; gap: 10px; padding: 16px;
  color: var(--fg-2); text-align: center; pointer-events: none; }
.a6w-note > * { pointer-events: auto; margin: 0; max-width: 46ch; }
.a6w-note .text-btn { height: 28px; padding: 0 12px; border: 1px solid var(--line-strong); border-radius: 6px; background: var(--bg-2);
  color: var(--fg-0); font: 500 13px/1 var(--font); cursor: pointer; }
.a6w-toast { position: absolute; right: 10px; bottom: 22px; padding: 6px 10px; border: 1px solid var(--line-strong); border-radius: 6px;
  background: var(--bg-2); color: var(--fg-0); font-size: 12px; max-width: 60%; }
.a6w-sheet { position: absolute; inset: 30px 0 0 0; z-index: 5; display: grid; place-items: center; background: var(--scrim, #05070aa6); }
.a6w-sheet > div { max-height: calc(100% - 24px); overflow: auto; padding: 12px 18px 16px; border: 1px solid var(--line-strong); border-radius: 8px;
  background: var(--bg-2); box-shadow: var(--shadow, 0 12px 32px #0009); }
.a6w-sheet h2 { margin: 0 0 8px; font-size: 13px; color: var(--fg-0); }
.a6w-sheet dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 14px; margin: 0; font-size: 12px; }
.a6w-sheet dt { color: var(--fg-0); font: 11px/1.7 var(--mono); white-space: nowrap; }
.a6w-sheet dd { margin: 0; }
@media (min-width: 760px) { .a6w-sheet dl { grid-template-columns: auto 1fr auto 1fr; } }
.a6w-sheet ol { margin: 0; padding: 0; list-style: none; font: 12px/1.7 var(--mono); }
.a6w .visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.a6w .icon-btn { display: inline-grid; place-items: center; width: 24px; height: 24px; padding: 0; border: 0; border-radius: 5px;
  background: transparent; color: var(--fg-2); cursor: pointer; flex: none; }
.a6w .icon-btn:hover, .a6w .icon-btn[aria-pressed="true"] { background: var(--bg-3); color: var(--fg-0); }
.a6w .icon-btn:disabled { opacity: .4; cursor: default; }
.a6w-toast.error { border-color: var(--err); }
@media (pointer: coarse) { .a6w .icon-btn { width: 32px; height: 28px; } .a6w-map { min-height: 18px; } }
`;
