import { adapter } from "a6hub-kit/vue.js";
import { createTopBar } from "a6hub-top-bar/top_bar.js";

export default adapter(createTopBar, {
  methods: ["setFlows", "setErrors", "settled", "setRunning", "announce", "setVisibility", "run", "openRunMenu", "openShare", "toggleTheme"],
  events: ["run", "check", "remember", "cancel", "visibility", "palette", "theme", "notify", "fork", "help"],
});
