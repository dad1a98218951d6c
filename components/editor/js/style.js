// The look of everything around the text: tabs, bars, notices, search; only the product's CSS variables are used.

export const CSS = `
.a6-editor{display:grid;grid-template:auto auto minmax(0,1fr)/minmax(0,1fr);height:100%;min-height:0;min-width:0;background:var(--bg-0);color:var(--fg-1);font:13px/1.45 var(--font)}
.a6-editor *{box-sizing:border-box}
.a6-editor [hidden]{display:none!important}
.a6-tabs{display:flex;height:34px;background:var(--bg-1);border-bottom:1px solid var(--line);overflow:auto hidden;scrollbar-width:none}
.a6-tab{position:relative;display:flex;gap:8px;align-items:center;flex:none;max-width:260px;padding:0 28px 0 14px;border-right:1px solid var(--line);color:var(--fg-2);cursor:pointer;user-select:none;white-space:nowrap;touch-action:pan-x}
.a6-tab .name{overflow:hidden;text-overflow:ellipsis}
.a6-tab .folder{color:var(--fg-3);font-size:11px;overflow:hidden;text-overflow:ellipsis}
.a6-tab .folder:empty{display:none}
.a6-tab:hover{color:var(--fg-0)}
.a6-tab.on{background:var(--bg-0);color:var(--fg-0);box-shadow:inset 0 2px 0 var(--accent)}
.a6-tab.drag{opacity:.65;background:var(--bg-3)}
.a6-tab:focus-visible{outline:2px solid var(--accent);outline-offset:-3px}
.a6-tab .dot,.a6-tab .close{position:absolute;right:6px;width:18px;height:18px;display:grid;place-items:center;border-radius:4px;font-size:15px;line-height:1}
.a6-tab .close{opacity:0;color:var(--fg-2)}
.a6-tab.on .close,.a6-tab:hover .close,.a6-tab:focus-visible .close{opacity:1}
.a6-tab .close:hover{background:var(--bg-3);color:var(--fg-0)}
.a6-tab .dot::after{content:"";box-sizing:border-box;width:9px;height:9px;border-radius:50%;background:var(--dot,transparent);border:2px solid var(--dot,transparent)}
.a6-tab .dot.warn{--dot:var(--warn)} .a6-tab .dot.err{--dot:var(--err)} .a6-tab .dot.hollow::after{background:transparent}
.a6-tab:not(:hover) .dot.warn~.close,.a6-tab:not(:hover) .dot.err~.close{opacity:0}
.a6-tab:hover .dot{visibility:hidden}
.a6-pane{position:relative;min-height:0;min-width:0}
.a6-pane>.a6-view{position:absolute;inset:0}
.a6-notice{height:100%;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:8px;padding:24px;text-align:center;color:var(--fg-2)}
.a6-notice h3{margin:0;font-size:15px;font-weight:600;color:var(--fg-0);line-height:1.4}
.a6-notice p{margin:0;max-width:460px}
.a6-actions{display:flex;gap:8px;flex:none}
.a6-btn{display:inline-flex;align-items:center;height:26px;padding:0 10px;border-radius:var(--r);border:1px solid var(--line-strong);background:var(--bg-2);color:var(--fg-0);font:500 12.5px/1 var(--font);cursor:pointer;text-decoration:none;white-space:nowrap}
.a6-btn:hover{background:var(--bg-3)}
.a6-btn.primary{background:var(--accent);border-color:var(--accent);color:var(--accent-ink);font-weight:650}
.a6-btn:focus-visible,.a6-search button:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.a6-bar{display:flex;align-items:center;gap:12px;justify-content:space-between;flex-wrap:wrap;padding:6px 12px;background:var(--bg-2);color:var(--fg-0);border-bottom:1px solid var(--line);border-left:3px solid var(--line-strong)}
.a6-bar.warn{border-left-color:var(--warn)} .a6-bar.err{border-left-color:var(--err)}
.a6-overlay{position:absolute;inset:0;z-index:5;display:grid;grid-template-rows:auto minmax(0,1fr) auto;background:var(--bg-0)}
.a6-merge{--fg-2:var(--fg-1);overflow:auto;min-height:0}
.a6-merge .cm-mergeView{min-height:100%}
.a6-merge-head{display:grid;grid-template-columns:1fr 1fr;background:var(--bg-1);border-bottom:1px solid var(--line);color:var(--fg-2);font-size:12px}
.a6-merge-head span{padding:6px 12px}
.a6-merge .cm-merge-revert{width:1.8em;background:var(--bg-1);border-inline:1px solid var(--line)}
.a6-merge .cm-merge-revert button{color:var(--accent)}
.a6-merge .cm-changedLine{background:color-mix(in srgb,var(--ok) 10%,transparent)!important}
.a6-merge .cm-merge-a .cm-changedLine{background:color-mix(in srgb,var(--err) 10%,transparent)!important}
.a6-merge .cm-merge-b .cm-changedText{background:color-mix(in srgb,var(--ok) 28%,transparent)!important}
.a6-merge .cm-merge-a .cm-changedText{background:color-mix(in srgb,var(--err) 28%,transparent)!important}
.a6-merge .cm-collapsedLines{background:var(--bg-2)!important;color:var(--fg-2)!important;font:12px var(--font)}
.a6-merge .cm-collapsedLines:before,.a6-merge .cm-collapsedLines:after{content:"···"!important}
.a6-search{display:grid;grid-template-columns:auto minmax(120px,420px) auto;gap:6px;align-items:center;justify-content:start;padding:6px 10px}
.a6-search .field{display:flex;align-items:center;border:1px solid var(--line-strong);border-radius:var(--r);background:var(--bg-0)}
.a6-search .field:focus-within{border-color:var(--accent)}
.a6-search .field.bad{border-color:var(--err)}
.a6-search input{flex:1;min-width:0;height:24px;padding:0 8px;border:0;background:none;color:var(--fg-0);font:12.5px var(--mono);outline:none}
.a6-search input::placeholder{color:var(--fg-2)}
.a6-search button{height:24px;min-width:24px;padding:0 6px;border:1px solid transparent;border-radius:4px;background:none;color:var(--fg-1);font:12px var(--font);cursor:pointer}
.a6-search button:hover{background:var(--bg-3);color:var(--fg-0)}
.a6-search button[aria-pressed=true]{background:color-mix(in srgb,var(--accent) 22%,transparent);color:var(--fg-0);border-color:color-mix(in srgb,var(--accent) 50%,transparent)}
.a6-search .row{display:flex;gap:2px;align-items:center}
.a6-search .count{min-width:84px;padding:0 6px;color:var(--fg-2);font:11.5px var(--font);white-space:nowrap}
.a6-ask{position:absolute;top:0;left:50%;z-index:6;translate:-50% 0;display:flex;gap:8px;align-items:center;padding:8px 10px;background:var(--bg-2);border:1px solid var(--line-strong);border-top:0;border-radius:0 0 var(--r) var(--r);box-shadow:0 8px 24px rgb(0 0 0/.28);color:var(--fg-2)}
.a6-ask input{width:120px;height:24px;padding:0 8px;border:1px solid var(--line-strong);border-radius:var(--r);background:var(--bg-0);color:var(--fg-0);font:12.5px var(--mono);outline:none}
.a6-ask input:focus{border-color:var(--accent)}
.a6-editor .cm-dialog,.a6-editor .cm-vim-panel{padding:6px 10px;font:12.5px var(--font);color:var(--fg-1)}
.a6-editor .cm-dialog label{display:inline-flex;gap:8px;align-items:center}
.a6-editor .cm-dialog input,.a6-editor .cm-textfield{height:24px;padding:0 8px;border:1px solid var(--line-strong);border-radius:var(--r);background:var(--bg-0);color:var(--fg-0);font:12.5px var(--mono)}
.a6-editor .cm-dialog .cm-button,.a6-editor .cm-button{background:var(--bg-2);border:1px solid var(--line-strong);border-radius:var(--r);color:var(--fg-0);height:24px;padding:0 8px}
.a6-editor .cm-dialog-close{color:var(--fg-2);background:none;border:0;font-size:16px;cursor:pointer}
.a6-said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:reduce){.a6-editor *{transition:none!important}}
`;
