import { adapter } from "a6hub-kit/vue.js";
import { createPalette } from "a6hub-palette/palette.js";

export default adapter(createPalette, { methods: ["setCommands", "setFiles", "open", "openHelp"], events: ["run", "open"], overlay: true });
