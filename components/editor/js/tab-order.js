// The names and the order of tabs.

/** The shortest names that tell paths apart: `[{path, name, folder}]`, the folder only where two names are equal. */
export function labels(paths) {
  const name = (path) => path.split("/").at(-1);
  const same = new Map();
  for (const path of paths) same.set(name(path), (same.get(name(path)) ?? 0) + 1);
  return paths.map((path) => {
    const folder = path.split("/").slice(0, -1).join("/");
    return { path, name: name(path), folder: same.get(name(path)) > 1 ? folder || "." : "" };
  });
}

/** The order after one path was moved to another index. */
export function moved(paths, path, index) {
  const rest = paths.filter((each) => each !== path);
  rest.splice(Math.max(0, Math.min(index, rest.length)), 0, path);
  return rest;
}
