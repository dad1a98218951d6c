// Dragging rows onto folders, and files of the operating system onto the tree.

import { disposer } from "a6hub-kit/dom.js";

import { movable } from "./model.js";

const TYPE = "application/x-a6hub-paths";
const SPRING_MS = 700;

/**
 * `host` gives `folderAt(event)`, `dragged(row key)`, `open(folder)`, `onMove(paths, folder)` and `onDrop(dataTransfer, folder)`.
 */
export function enableDrag(root, host) {
  const bin = disposer();
  let paths = [];
  let mark = null;
  let spring = 0;

  function highlight(element, folder) {
    if (mark === element) return;
    mark?.classList.remove("target");
    mark = element;
    mark?.classList.add("target");
    clearTimeout(spring);
    if (folder) spring = setTimeout(() => host.open(folder), SPRING_MS);
  }

  const isUpload = (event) => [...event.dataTransfer.types].includes("Files");
  const isMove = (event) => [...event.dataTransfer.types].includes(TYPE);

  bin.listen(root, "dragstart", (event) => {
    const key = event.target.closest?.(".a6-row")?.dataset.key;
    if (key === undefined) return;
    paths = host.dragged(key);
    event.dataTransfer.setData(TYPE, JSON.stringify(paths));
    event.dataTransfer.setData("text/plain", paths.join("\n"));
    event.dataTransfer.effectAllowed = "move";
  });
  bin.listen(root, "dragover", (event) => {
    const { folder, element } = host.folderAt(event);
    const allowed = isUpload(event) || (isMove(event) && movable(paths, folder).length > 0);
    highlight(allowed ? element : null, allowed ? folder : "");
    if (!allowed) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isUpload(event) ? "copy" : "move";
  });
  bin.listen(root, "dragleave", (event) => { if (!root.contains(event.relatedTarget)) highlight(null, ""); });
  bin.listen(root, "dragend", () => { paths = []; highlight(null, ""); });
  bin.listen(root, "drop", (event) => {
    event.preventDefault();
    highlight(null, "");
    const { folder } = host.folderAt(event);
    if (isUpload(event)) host.onDrop(event.dataTransfer, folder);
    else if (movable(paths, folder).length) host.onMove(movable(paths, folder), folder);
    paths = [];
  });
  bin.add(() => clearTimeout(spring));
  return () => bin.dispose();
}
