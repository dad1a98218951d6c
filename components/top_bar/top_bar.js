import { adapter } from "a6hub-kit/vue.js";
import { createTopBar } from "a6hub-top-bar/top_bar.js";

export default adapter(createTopBar, {
  methods: ["setTops", "setRunning", "setVisibility", "run", "openRunMenu", "openShare", "toggleTheme"],
  events: ["run", "cancel", "visibility", "palette", "theme", "fork", "help"],
});
