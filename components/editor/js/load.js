// Fetches a file for the editor and says what it is: text, binary, too large, missing, or why it could not be had.

import { detailOf, digestOf } from "./autosave.js";
import { decode, looksBinary } from "./encoding.js";

export const TEXT_LIMIT = 10 * 1024 * 1024;

/**
 * Fetch `url`; the answer's `kind` is one of
 * "text" `{text, form, etag, size}`, "binary" `{size, etag}`, "large" `{size, limit}`, "unchanged",
 * "missing" `{message}`, "refused" `{message}`, "offline" `{message}`.
 */
export async function fetchFile(url, { etag = null, limit = TEXT_LIMIT, fetch = (...args) => globalThis.fetch(...args) } = {}) {
  const headers = etag ? { "If-None-Match": `"${etag}"` } : {};
  let reply;
  try {
    reply = await fetch(url, { headers, cache: "no-cache" });
    return await read(reply, limit);
  } catch {
    return { kind: "offline", message: "The server does not answer." };
  }
}

async function read(reply, limit) {
  if (reply.status === 304) return { kind: "unchanged" };
  if (reply.status === 404 || reply.status === 410) return { kind: "missing", message: await detailOf(reply) };
  if (reply.status >= 500) return { kind: "offline", message: await detailOf(reply) };
  if (!reply.ok) return { kind: "refused", message: await detailOf(reply) };
  const { bytes, size, complete } = await upTo(reply, limit);
  const etag = digestOf(reply);
  if (!complete) return looksBinary(bytes) ? { kind: "binary", size, etag } : { kind: "large", size, limit };
  const { kind, text, eol, bom } = decode(bytes);
  return kind === "text" ? { kind, text, form: { eol, bom }, etag, size } : { kind, size, etag };
}

/** The body, or as soon as it is known to be longer than the limit, its beginning. */
async function upTo(reply, limit) {
  const announced = Number(reply.headers.get("Content-Length")) || 0;
  const reader = reply.body?.getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = reader ? await reader.read() : { done: true };
    if (done) break;
    parts.push(value);
    size += value.length;
    if (Math.max(announced, size) <= limit) continue;
    await reader.cancel();
    return { bytes: joined(parts, size), size: Math.max(announced, size), complete: false };
  }
  return { bytes: joined(parts, size), size, complete: true };
}

function joined(parts, size) {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
