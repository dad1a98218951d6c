import { createDialogs } from "a6hub-dialog/dialog.js";
import { adapter } from "a6hub-kit/vue.js";

export default adapter(createDialogs, { methods: ["show", "close", "fail"], events: ["submit", "cancel"], overlay: true });
