import { adapter } from "a6hub-kit/vue.js";
import { createMenuButton } from "a6hub-menu/menu_button.js";

export default adapter(createMenuButton, { methods: ["setItems", "setLabel", "open"], events: ["select"], overlay: true });
