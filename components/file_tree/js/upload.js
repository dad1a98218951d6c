// Uploads dropped files and folders one by one over HTTP, with progress and an error for each file that failed.

const PARALLEL = 3;

/** Return `[{path, file}]` of everything dropped, folders included, with paths below `folder`. */
export async function droppedFiles(dataTransfer, folder) {
  // NOTE: entries must be taken before the first await, the browser empties the list afterwards.
  const entries = [...dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const loose = entries.length ? [] : [...dataTransfer.files];
  const found = loose.map((file) => ({ path: below(folder, file.name), file }));
  for (const entry of entries) await collect(entry, folder, found);
  return found;
}

/** Return `[{path, file}]` of the files chosen in a file dialog. */
export function chosenFiles(input, folder) {
  return [...input.files].map((file) => ({ path: below(folder, file.webkitRelativePath || file.name), file }));
}

const below = (folder, name) => (folder ? `${folder}/${name}` : name);

async function collect(entry, folder, found) {
  const path = below(folder, entry.name);
  if (entry.isFile) {
    found.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) return;
    for (const child of batch) await collect(child, path, found);
  }
}

/** Return the address of a path below the tree's URL. */
export const treeUrl = (base, path) => `${base}/${path.split("/").map(encodeURIComponent).join("/")}`;

/**
 * Send all files; `onProgress({done, total, bytes, size})` is called on the way.
 * Returns `{stored: [path], failed: [{path, file, message}]}`; one failure does not stop the others.
 */
export async function uploadAll(items, { url, send = sendFile, onProgress = () => {}, signal }) {
  const size = items.reduce((sum, { file }) => sum + file.size, 0);
  const state = { done: 0, total: items.length, bytes: 0, size };
  const stored = [];
  const failed = [];
  const queue = [...items];
  async function work() {
    for (let item = queue.shift(); item && !signal?.aborted; item = queue.shift()) {
      let sent = 0;
      const advance = (bytes) => { state.bytes += bytes - sent; sent = bytes; onProgress({ ...state }); };
      try {
        await send(treeUrl(url, item.path), item.file, advance, signal);
        stored.push(item.path);
      } catch (error) {
        failed.push({ ...item, message: error.message });
      }
      state.done += 1;
      advance(item.file.size);
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, work));
  return { stored, failed };
}

/** PUT one file; XMLHttpRequest, because fetch cannot tell how much has been sent. */
function sendFile(url, file, onBytes, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onBytes(event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(reason(request))));
    request.onerror = () => reject(new Error("The connection broke. Check the network and try again."));
    request.onabort = () => reject(new Error("Cancelled."));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function reason(request) {
  try {
    return JSON.parse(request.responseText).detail || `The server answered ${request.status}.`;
  } catch {
    return `The server answered ${request.status}.`;
  }
}
