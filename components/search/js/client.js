// Asks the server for search results and replacements.

import { searchParams } from "./model.js";

/** Return `{items, truncated}`, or throw an error with the server's reason. */
export async function fetchResults(url, form, signal) {
  const response = await fetch(`${url}?${searchParams(form)}`, { signal, headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(await reason(response));
  return response.json();
}

/** Replace everywhere and return what the server says about it. */
export async function sendReplacement(url, { query, regex, matchCase, word, include, replacement }) {
  const response = await fetch(url, {
    method: "POST", headers: { "content-type": "application/json", "accept": "application/json" },
    body: JSON.stringify({ query, regex, case: matchCase, word, include, replacement }),
  });
  if (!response.ok) throw new Error(await reason(response));
  return response.json();
}

async function reason(response) {
  try {
    return (await response.json()).detail ?? `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}. Try again.`;
  }
}
