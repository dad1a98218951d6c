// The look of the dock; colours and fonts come from the tokens of the page.

export const CSS = `
.a6-dock { display: flex; height: 100%; min-height: 0; background: var(--bg-0); color: var(--fg-1); font: 13px/1.45 var(--font); }
.a6-dock-rail { display: flex; flex-direction: column; align-items: center; gap: 4px; width: 46px; flex: none; padding: 8px 0;
  border-right: 1px solid var(--line); background: var(--bg-1); }
.a6-dock-rail .a6-rail-btn { display: grid; place-items: center; width: 34px; height: 34px; padding: 0; border: 0; border-radius: 8px;
  background: none; color: var(--fg-2); cursor: pointer; }
.a6-rail-btn .icon { width: 18px !important; height: 18px !important; }
.a6-dock-rail .a6-rail-btn:hover { color: var(--fg-0); }
.a6-dock-rail .a6-rail-btn[aria-pressed="true"] { background: var(--bg-3); color: var(--fg-0); }
.a6-rail-end { margin-top: auto; display: grid; gap: 4px; justify-items: center; }
.a6-dock-side { display: flex; flex-direction: column; flex: none; min-height: 0; background: var(--bg-1); border-right: 1px solid var(--line);
  overflow: hidden; }
.a6-dock-view { display: flex; flex-direction: column; flex: 1; min-height: 0; }
.a6-dock-section { position: relative; display: flex; flex-direction: column; min-height: 34px; }
.a6-dock-section + .a6-dock-section { border-top: 1px solid var(--line); }
.a6-dock-section > .a6-splitter { position: absolute; top: 0; left: 0; right: 0; }
.a6-dock-head { display: flex; align-items: center; height: 34px; flex: none; margin: 0; padding: 0 8px 0 12px; font: inherit; letter-spacing: 0; }
.a6-dock-title { display: flex; align-items: center; gap: 6px; height: 24px; padding: 0; border: 0; background: none; color: var(--fg-2);
  font: 600 11px/1 var(--font); letter-spacing: .06em; text-transform: uppercase; cursor: pointer; }
.a6-dock-title .icon { opacity: 0; transform: none; transition: opacity .1s; }
.a6-dock-title[aria-expanded="true"] .icon { transform: rotate(90deg); }
.a6-dock-title[aria-expanded="false"] .icon, .a6-dock-title:hover .icon, .a6-dock-title:focus-visible .icon { opacity: 1; }
.a6-dock-note { margin-left: 8px; color: var(--fg-3); font: 11px var(--mono); }
.a6-dock-actions { display: flex; gap: 1px; margin-left: auto; opacity: .75; transition: opacity .1s; }
.a6-dock-section:hover .a6-dock-actions, .a6-dock-section:focus-within .a6-dock-actions { opacity: 1; }
.a6-dock-body { flex: 1; min-height: 0; overflow: hidden; position: relative; }
.a6-dock-main { display: flex; flex-direction: column; flex: 1; min-width: 0; min-height: 0; outline: none; }
.a6-dock-editor { flex: 1; min-height: 0; min-width: 0; overflow: hidden; position: relative; display: flex; flex-direction: column; }
.a6-dock-panel { display: flex; flex-direction: column; min-height: 0; background: var(--bg-0); }
.a6-dock-bar { display: flex; align-items: center; height: 34px; flex: none; padding: 0 6px; border-top: 1px solid var(--line);
  border-bottom: 1px solid var(--line); background: var(--bg-1); }
.a6-dock-panel.closed .a6-dock-bar { border-bottom: 0; }
.a6-dock-tabs { display: flex; height: 100%; flex: none; }
.a6-dock-tab { display: flex; align-items: center; gap: 6px; padding: 0 12px; border: 0; background: none; color: var(--fg-2);
  font: inherit; cursor: pointer; }
.a6-dock-tab:hover { color: var(--fg-0); }
.a6-dock-tab[aria-selected="true"] { color: var(--fg-0); box-shadow: inset 0 -2px 0 var(--accent); }
.a6-dock-panel.closed .a6-dock-tab[aria-selected="true"] { box-shadow: none; color: var(--fg-2); }
.a6-dock-tab:focus-visible { outline-offset: -3px; }
.a6-dock-status { flex: 1; min-width: 0; padding: 0 10px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: right;
  color: var(--fg-2); font-size: 12px; }
.a6-dock-status b { color: var(--fg-0); font-weight: 600; }
.a6-dock-panel.closed [data-testid="panel-toggle"] .icon { transform: rotate(180deg); }
.a6-dock-bodies { flex: 1; min-height: 0; position: relative; }
.a6-dock-tabpanel { position: absolute; inset: 0; overflow: hidden; }
.a6-dock-body > .a6-component, .a6-dock-tabpanel > .a6-component { height: 100%; }
.a6-splitter { position: relative; flex: none; z-index: 20; touch-action: none; outline: none; }
.a6-splitter.vertical { width: 9px; margin: 0 -4px 0 -5px; cursor: col-resize; }
.a6-splitter.horizontal { height: 9px; margin: -5px 0 -4px; cursor: row-resize; }
.a6-splitter::after { content: ""; position: absolute; background: var(--accent); opacity: 0; transition: opacity .12s .1s; }
.a6-splitter.vertical::after { inset: 0 3px 0 4px; }
.a6-splitter.horizontal::after { inset: 4px 0 3px; }
.a6-splitter:hover::after, .a6-splitter:focus-visible::after, .a6-splitter:active::after { opacity: 1; }
@media (pointer: coarse) {
  .a6-splitter.vertical { width: 25px; margin: 0 -12px 0 -13px; }
  .a6-splitter.vertical::after { inset: 0 11px 0 12px; }
  .a6-splitter.horizontal { height: 25px; margin: -13px 0 -12px; }
  .a6-splitter.horizontal::after { inset: 12px 0 11px; }
}
body.a6-resizing { user-select: none; }
body.a6-resizing.columns, body.a6-resizing.columns * { cursor: col-resize !important; }
body.a6-resizing.rows, body.a6-resizing.rows * { cursor: row-resize !important; }
body.a6-resizing iframe, body.a6-resizing canvas { pointer-events: none; }
`;
