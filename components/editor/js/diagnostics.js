// Turns messages about places in a text into CodeMirror's diagnostics.

import { offsetAt, utf16Column } from "./offsets.js";

const SEVERITIES = new Set(["error", "warning", "info", "hint"]);

/**
 * Place `{line, column?, endLine?, endColumn?, severity, message, source?, rule?}` in a document.
 *
 * Columns count from 1, in UTF-16 units or, with `units: "utf-8"`, in bytes.
 * Without an end the word at the column is meant, without a column the text of the line.
 */
export function placeDiagnostics(doc, items, units = "utf-16") {
  return items
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .map((item) => {
      const { from, to } = extent(doc, item, units);
      const severity = SEVERITIES.has(item.severity) ? item.severity : "error";
      const source = [item.source, item.rule].filter(Boolean).join(" · ");
      return { from, to, severity, message: String(item.message), source: source || undefined };
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** How many of each severity: "2 errors, 1 warning", or "No problems". */
export function summary(items) {
  const counts = new Map();
  for (const { severity } of items) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  const parts = [...counts].map(([severity, count]) => `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`);
  return parts.join(", ") || "No problems";
}

function extent(doc, item, units) {
  const line = doc.line(item.line);
  if (!item.column) {
    const start = line.text.search(/\S/);
    return start === -1 ? { from: line.from, to: line.to } : { from: line.from + start, to: line.from + line.text.trimEnd().length };
  }
  const offset = (number, column) => {
    const text = doc.line(Math.max(1, Math.min(number, doc.lines))).text;
    return offsetAt(doc, number, units === "utf-8" ? utf16Column(text, column) : column);
  };
  const from = offset(item.line, item.column);
  if (item.endColumn) return { from, to: Math.max(from, offset(item.endLine ?? item.line, item.endColumn)) };
  const word = line.text.slice(from - line.from).match(/^[\w$`]+/);
  return { from, to: Math.min(line.to, from + (word ? word[0].length : 1)) };
}
