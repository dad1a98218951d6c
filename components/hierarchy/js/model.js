// The instances of a design as rows of a tree; no DOM.

/** Return the rows of `{name, module, file?, line?, children?}` below expanded paths, such as "tb_uart.dut". */
export function hierarchyRows(tops, expanded) {
  const rows = [];
  const walk = (node, parent, depth) => {
    const path = parent ? `${parent}.${node.name}` : node.name;
    const folder = Boolean(node.children?.length);
    const open = folder && expanded.has(path);
    rows.push({ key: path, depth, folder, expanded: open, label: node.name, node });
    if (open) for (const child of node.children) walk(child, path, depth + 1);
  };
  for (const top of tops) walk(top, "", 0);
  return rows;
}

/** Return the paths to open at the start: everything down to `depth` levels, as long as it stays short. */
export function firstOpen(tops, depth = 3, limit = 60) {
  const open = new Set();
  let level = tops.map((node) => ({ node, path: node.name }));
  let shown = level.length;
  for (let at = 0; at < depth && level.length; at += 1) {
    const next = level.flatMap(({ node, path }) => (node.children ?? []).map((child) => ({ node: child, path: `${path}.${child.name}` })));
    shown += next.length;
    if (shown > limit && at > 0) break;
    for (const { node, path } of level) if (node.children?.length) open.add(path);
    level = next;
  }
  return open;
}

/** Return all paths that lead to `path`, itself not included. */
export function ancestors(path) {
  const parts = path.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}
