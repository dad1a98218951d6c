import { adapter } from "a6hub-kit/vue.js";
import { createToasts } from "a6hub-toasts/toasts.js";

export default adapter(createToasts, { methods: ["show", "dismiss"], events: ["action", "closed"], overlay: true });
