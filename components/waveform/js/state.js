// What a viewer shows, as JSON: kept with the project and matched by name with the next run. No DOM.

const VERSION = 1;
const WIDTHS = { list: "--a6w-list", value: "--a6w-value", tree: "--a6w-tree" };

/** Return the state of a viewer. */
export function saveState({ items, active, view, clock, cursor, marker, rowHeight, treeOpen, root }) {
  const time = (value) => (value === null ? null : clock.ticks(value));
  return {
    version: VERSION,
    items: items.toJSON(),
    selected: items.items.findIndex((item) => item.key === active),
    timescale: clock.timescale,
    view: view.isFitted() ? null : { t0: time(view.t0), t1: time(view.t1) },
    cursor: time(cursor),
    marker: time(marker),
    rowHeight,
    treeOpen,
    widths: Object.fromEntries(Object.entries(WIDTHS).map(([name, variable]) => [name, root.style.getPropertyValue(variable)])),
  };
}

/** Return the times of a state for a trace, as numbers; those of another timescale or outside the trace are left out. */
export function stateTimes(state, clock) {
  const none = { view: null, cursor: null, marker: null };
  if (!state || JSON.stringify(state.timescale ?? null) !== JSON.stringify(clock.timescale ?? null)) return none;
  const inside = (text) => {
    const time = parse(text, clock);
    return time !== null && time >= clock.start && time <= clock.end ? time : null;
  };
  const t0 = parse(state.view?.t0, clock);
  const t1 = parse(state.view?.t1, clock);
  const view = t0 !== null && t1 !== null && t1 > t0 && t0 < clock.end ? { t0, t1 } : null;
  return { view, cursor: inside(state.cursor), marker: inside(state.marker) };
}

function parse(text, clock) { return typeof text === "string" && /^-?\d{1,20}$/.test(text) ? clock.time(text) : null; }

/** Take over the widths of the columns. */
export function applyWidths(state, root) {
  for (const [name, variable] of Object.entries(WIDTHS)) {
    const width = state?.widths?.[name];
    if (typeof width === "string" && /^\d{2,4}px$/.test(width)) root.style.setProperty(variable, width);
  }
}

/** Return a row height that can be used. */
export function rowHeightOf(state) { return [20, 26, 34].includes(state?.rowHeight) ? state.rowHeight : 26; }
