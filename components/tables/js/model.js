// Sorting and filtering of rows, without a document.

const NUMBER = /^[-+]?[\d\u202f, ]*\.?\d+/;

/** Return the number that a cell begins with, or NaN. */
export function numberOf(text) {
  const match = NUMBER.exec(text.trim());
  return match ? Number(match[0].replace(/[\u202f, ]/g, "")) : NaN;
}

/** Return the rows in the order of one column; `direction` is 1 or -1, and 0 leaves them as they came. */
export function sortRows(rows, column, number, direction) {
  if (!direction) return rows;
  const key = (row) => row.cells[column] ?? "";
  const compare = number ? compareNumbers : (a, b) => a.localeCompare(b, "en", { numeric: true });
  return rows.map((row, index) => ({ row, index }))
    .sort((a, b) => direction * compare(key(a.row), key(b.row)) || a.index - b.index).map(({ row }) => row);
}

function compareNumbers(a, b) {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x - y;
}

/** Return the rows in which every word of the query stands. */
export function filterRows(rows, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return rows;
  return rows.filter((row) => {
    const text = [...row.cells, row.state, row.mark].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Return how often each state occurs, as text: "12 passed, 1 failed". */
export function stateCounts(rows) {
  const counts = new Map();
  for (const { state } of rows) if (state) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}
