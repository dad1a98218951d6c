// Remembers where a person was in a file, so that a page that reloads shows the same place again.

const PREFIX = "a6hub-place:";

/** Remember the cursor and the first visible line of a view. */
export function rememberPlace(url, view) {
  const { anchor, head } = view.state.selection.main;
  const top = view.lineBlockAtHeight(view.scrollDOM.scrollTop).from;
  try {
    sessionStorage.setItem(PREFIX + url, JSON.stringify({ anchor, head, top }));
  } catch {
    // Storage is switched off or full: the file opens at its start.
  }
}

/** The place in a text of this length: `{anchor, head, top}`, the start if nothing is known. */
export function recallPlace(url, length) {
  const within = (offset) => Math.max(0, Math.min(length, Number(offset) || 0));
  try {
    const { anchor, head, top } = JSON.parse(sessionStorage.getItem(PREFIX + url)) ?? {};
    return { anchor: within(anchor), head: within(head), top: within(top) };
  } catch {
    return { anchor: 0, head: 0, top: 0 };
  }
}
