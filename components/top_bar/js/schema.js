// Reads the JSON schema of a flow's options: which fields a form has, and what their values are. No DOM.

const UNITS = { s: "s", ms: "ms", ns: "ns", ps: "ps", bytes: "bytes", mhz: "MHz", hz: "Hz", um: "µm", percent: "%", cycles: "cycles" };
const NAMES = { icarus: "Icarus", verilator: "Verilator", ghdl: "GHDL", cocotb: "cocotb", ice40: "iCE40", ecp5: "ECP5", auto: "Auto", bmc: "BMC",
  vhdl: "VHDL", z3: "Z3", cvc5: "cvc5", verilog: "Verilog", systemverilog: "SystemVerilog" };

/** Return a word of an option as people read it. */
export function readable(value) {
  const text = String(value);
  return NAMES[text.toLowerCase()] ?? (text ? text[0].toUpperCase() + text.slice(1).replaceAll("_", " ") : "(none)");
}

/**
 * Return the fields of a schema: `{name, label, help, kind, value, choices?, min?, max?, step?, unit?}`.
 * Kinds: choice, choices (several of a list), switch, number, text, list, pairs, and json for what has no control of its own.
 */
export function fieldsOf(schema) {
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const property = resolve(raw, schema.$defs ?? {});
    return { name, ...labelled(name), help: oneLine(property.description ?? ""), value: property.default ?? emptyOf(property), ...kindOf(property, schema.$defs ?? {}) };
  });
}

function resolve(property, defs, depth = 0) {
  if (depth > 8) return property;
  if (property.$ref) {
    const { $ref, ...own } = property;
    return resolve({ ...defs[$ref.split("/").pop()], ...own }, defs, depth + 1);
  }
  if (property.allOf?.length === 1) return resolve({ ...property.allOf[0], ...omit(property, "allOf") }, defs, depth + 1);
  if (property.anyOf) {
    const real = property.anyOf.filter((item) => item.type !== "null");
    if (real.length === 1) return resolve({ ...real[0], ...omit(property, "anyOf"), nullable: true }, defs, depth + 1);
  }
  return property;
}

const omit = (object, name) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

function kindOf(property, defs) {
  const { type } = property;
  if (property.enum) return { kind: "choice", choices: property.enum };
  if (property.const !== undefined) return { kind: "choice", choices: [property.const] };
  if (type === "boolean") return { kind: "switch" };
  if (type === "integer" || type === "number") {
    return { kind: "number", step: type === "integer" ? 1 : "any", nullable: Boolean(property.nullable),
      min: property.minimum ?? property.exclusiveMinimum, max: property.maximum ?? property.exclusiveMaximum };
  }
  if (type === "string") return { kind: "text", max: property.maxLength };
  if (type === "array") {
    const items = resolve(property.items ?? {}, defs);
    if (items.enum) return { kind: "choices", choices: items.enum };
    if (items.type === "string") return { kind: "list", of: "string" };
    if (items.type === "integer" || items.type === "number") return { kind: "list", of: "number" };
    return { kind: "json" };
  }
  const values = property.additionalProperties;
  if (type === "object" && values && resolve(values, defs).type === "string") return { kind: "pairs" };
  return { kind: "json" };
}

function emptyOf({ type, nullable }) {
  if (nullable) return null;
  return { boolean: false, integer: 0, number: 0, string: "", array: [], object: {} }[type] ?? null;
}

function labelled(name) {
  const parts = name.split("_");
  const unit = parts.length > 1 ? UNITS[parts.at(-1)] : undefined;
  const words = (unit ? parts.slice(0, -1) : parts).join(" ");
  return { label: words[0].toUpperCase() + words.slice(1), unit: unit ?? "" };
}

/** Tell whether two values of an option are the same. */
export const same = (a, b) => canonical(a) === canonical(b);

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value && typeof value === "object") return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
  return JSON.stringify(value ?? null);
}

/** Return the present value of each field: what was changed here, else what the file sets, else the default. */
export function valuesOf(fields, file, changed) {
  return Object.fromEntries(fields.map(({ name, value }) => [name, name in changed ? changed[name] : file[name] ?? value]));
}

/** Return the words of a list as they were typed: separated by blanks or commas where none is within quotes. */
export function splitWords(text) {
  const words = [];
  for (const match of text.matchAll(/"([^"]*)"|'([^']*)'|[^\s,]+/g)) words.push(match[1] ?? match[2] ?? match[0]);
  return words.filter(Boolean);
}

/** Return a typed number, or the text itself where it is none: the server says what is wrong with it. */
export function toNumber(text) {
  const clean = text.trim();
  const number = Number(clean.replace(",", "."));
  return clean && Number.isFinite(number) ? number : clean;
}

/** Return `NAME=VALUE` as a pair. */
export function splitPair(text) {
  const at = text.indexOf("=");
  return at < 0 ? [text.trim(), ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
