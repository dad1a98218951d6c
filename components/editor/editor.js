import { createEditor } from "a6hub-editor-dist/editor.js";
import { adapter } from "a6hub-kit/vue.js";

export default adapter(createEditor, {
  methods: ["open", "show", "close", "rename", "reveal", "setDiagnostics", "setInlineValues", "setCompletions", "applyChanges",
    "fileChanged", "setOptions", "setTheme", "focus", "openSearch", "goToLine", "save", "flush", "getText"],
  events: ["change", "state", "cursor", "opened", "closed", "tabs", "conflict", "goto", "save", "run", "palette", "message"],
});
