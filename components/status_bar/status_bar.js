import { adapter } from "a6hub-kit/vue.js";
import { createStatusBar } from "a6hub-status-bar/status_bar.js";

export default adapter(createStatusBar, { methods: ["set", "setConnected"], events: ["choose"] });
