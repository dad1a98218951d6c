// What the keys of a tree do, on flat rows `{depth, folder, expanded, label}`; no DOM.

/** Return `{index}` of the row a key leads to, `{toggle: true}` when it opens or closes the row, or null. */
export function moveInTree(rows, index, key, page = 10) {
  if (!rows.length) return null;
  const last = rows.length - 1;
  const to = (target) => ({ index: Math.min(last, Math.max(0, target)) });
  const row = rows[index];
  switch (key) {
    case "ArrowDown": return to(index + 1);
    case "ArrowUp": return to(index - 1);
    case "Home": return to(0);
    case "End": return to(last);
    case "PageDown": return to(index + page);
    case "PageUp": return to(index - page);
    case "ArrowRight":
      if (!row?.folder) return to(index);
      if (!row.expanded) return { toggle: true };
      return to(rows[index + 1]?.depth > row.depth ? index + 1 : index);
    case "ArrowLeft":
      if (row?.folder && row.expanded) return { toggle: true };
      return to(parentOf(rows, index));
    default: return null;
  }
}

/** Return the row one level up, or the row itself at the top. */
export function parentOf(rows, index) {
  for (let at = index - 1; at >= 0; at -= 1) if (rows[at].depth < rows[index].depth) return at;
  return Math.max(0, index);
}

/** Return a function that finds the next row whose label starts with the letters typed within a second. */
export function typeAhead(pause = 1000) {
  let typed = "";
  let last = -Infinity;
  return (rows, index, letter, time) => {
    typed = time - last > pause ? letter.toLowerCase() : typed + letter.toLowerCase();
    last = time;
    const repeated = [...typed].every((each) => each === typed[0]);
    const wanted = repeated ? typed[0] : typed;
    const start = repeated ? index + 1 : Math.max(0, index);
    for (let step = 0; step < rows.length; step += 1) {
      const at = (start + step) % rows.length;
      if (rows[at].label.toLowerCase().startsWith(wanted)) return at;
    }
    return -1;
  };
}
