// Fetches the list of a project's files page by page.

/** Return `[{path, folder, size}]` of all pages of `url`. */
export async function loadEntries(url, get = fetch) {
  const entries = [];
  let cursor = null;
  do {
    const address = new URL(url, globalThis.location?.href ?? "http://localhost/");
    address.searchParams.set("limit", "1000");
    if (cursor) address.searchParams.set("cursor", cursor);
    const response = await get(address, { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(`The list of files is not available (${response.status}). Try again in a moment.`);
    const page = await response.json();
    entries.push(...page.items.map(({ path, folder, size }) => ({ path, folder: Boolean(folder), size })));
    cursor = page.next;
  } while (cursor);
  return entries;
}
