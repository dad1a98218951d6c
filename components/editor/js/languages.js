// Which language a file has, and its support for the editor, fetched on first use.

import * as cm from "a6hub-editor-dist/index.js";
import { makefileMode } from "./makefile.js";
import { verilogSupport } from "./verilog-support.js";

const stream = async (load, name) => cm.StreamLanguage.define((await load())[name]);

export const LANGUAGES = {
  verilog: { title: "Verilog", load: () => verilogSupport() },
  systemverilog: { title: "SystemVerilog", load: () => verilogSupport() },
  vhdl: { title: "VHDL", load: () => stream(cm.loadVhdl, "vhdl"), comment: "--" },
  python: { title: "Python", load: async () => (await cm.loadPython()).python() },
  tcl: { title: "Tcl", load: () => stream(cm.loadTcl, "tcl"), comment: "#" },
  markdown: { title: "Markdown", load: async () => (await cm.loadMarkdown()).markdown({ codeLanguages: fenced }) },
  toml: { title: "TOML", load: () => stream(cm.loadToml, "toml"), comment: "#" },
  yaml: { title: "YAML", load: async () => (await cm.loadYaml()).yaml() },
  json: { title: "JSON", load: async () => (await cm.loadJson()).json() },
  c: { title: "C", load: async () => (await cm.loadC()).cpp() },
  shell: { title: "Shell", load: () => stream(cm.loadShell, "shell"), comment: "#" },
  makefile: { title: "Makefile", load: () => cm.StreamLanguage.define(makefileMode) },
  text: { title: "Plain text", load: () => [] },
};

const BY_ENDING = {
  c: "c", cc: "c", cpp: "c", h: "c", hpp: "c", S: "text", json: "json", md: "markdown", mk: "makefile", py: "python",
  sdc: "tcl", sh: "shell", sv: "systemverilog", svh: "systemverilog", tcl: "tcl", toml: "toml", v: "verilog",
  vh: "verilog", vhd: "vhdl", vhdl: "vhdl", xdc: "tcl", yaml: "yaml", yml: "yaml",
};

/** The language of a path, by its name. */
export function languageOf(path) {
  const name = path.split("/").at(-1);
  if (/^(GNU)?[Mm]akefile$/.test(name)) return "makefile";
  return BY_ENDING[name.split(".").at(-1)] ?? "text";
}

/** The editor extension of a language. */
export async function loadLanguage(name) {
  const language = LANGUAGES[name] ?? LANGUAGES.text;
  const extension = await language.load();
  const comments = language.comment && cm.EditorState.languageData.of(() => [{ commentTokens: { line: language.comment } }]);
  return comments ? [extension, comments] : extension;
}

// One for each language: a description remembers that it was loaded.
const descriptions = new Map();

function fenced(info) {
  const name = { sv: "systemverilog", v: "verilog", py: "python", sh: "shell", bash: "shell" }[info] ?? info;
  if (!Object.hasOwn(LANGUAGES, name) || name === "text" || name === "markdown") return null;
  if (!descriptions.has(name)) {
    descriptions.set(name, cm.LanguageDescription.of({ name, load: async () => asSupport(await loadLanguage(name)) }));
  }
  return descriptions.get(name);
}

function asSupport(extension) {
  const language = [extension].flat()[0];
  return language instanceof cm.LanguageSupport ? language : new cm.LanguageSupport(language);
}
