// The remembered sizes of the dock and their limits; no DOM.

export const SIDE = { minimum: 160, standard: 250 };
export const PANEL = { minimum: 90, standard: 320 };
export const BAR = 34;
const SMALLEST_MAIN = 280;
const SMALLEST_EDITOR = 100;

/** Return the state of a dock that nobody has touched. */
export function initialState({ views = [], panels = [] }) {
  return { side: SIDE.standard, sideOpen: true, view: views[0]?.id ?? "", sections: {}, panel: PANEL.standard, panelOpen: true,
    panelMax: false, tab: panels[0]?.id ?? "", at: 0 };
}

/** Return the newest of the remembered states, completed and without what does not exist any more. */
export function restoreState(options, ...remembered) {
  const state = initialState(options);
  const newest = remembered.filter((each) => each && typeof each === "object").sort((a, b) => (b.at ?? 0) - (a.at ?? 0))[0] ?? {};
  for (const key of ["side", "panel", "at"]) if (Number.isFinite(newest[key])) state[key] = newest[key];
  for (const key of ["sideOpen", "panelOpen", "panelMax"]) if (typeof newest[key] === "boolean") state[key] = newest[key];
  if (options.views?.some((view) => view.id === newest.view)) state.view = newest.view;
  if (options.panels?.some((panel) => panel.id === newest.tab)) state.tab = newest.tab;
  for (const section of (options.views ?? []).flatMap((view) => view.sections)) {
    const known = newest.sections?.[section.id] ?? {};
    state.sections[section.id] = { open: known.open ?? section.open ?? true, weight: known.weight > 0 ? known.weight : section.weight ?? 1 };
  }
  return state;
}

/** Return how wide the side may be in a window of `width`. */
export function sideLimits(width) {
  return { minimum: SIDE.minimum, maximum: Math.max(SIDE.minimum, Math.min(width - SMALLEST_MAIN, Math.round(width * .6))) };
}

/** Return how high the panel may be in a main area of `height`. */
export function panelLimits(height) {
  return { minimum: PANEL.minimum, maximum: Math.max(PANEL.minimum, height - BAR - SMALLEST_EDITOR) };
}

/** Keep a size between its limits. */
export const clamp = (value, { minimum, maximum }) => Math.min(maximum, Math.max(minimum, Math.round(value)));

/** Move `delta` pixels between two neighbours, none of them smaller than `minimum`. */
export function shiftBetween(before, after, delta, minimum = 60) {
  const total = before + after;
  const first = Math.min(total - minimum, Math.max(minimum, before + delta));
  return total < 2 * minimum ? [before, after] : [first, total - first];
}
