import { createConsole } from "a6hub-console/console.js";
import { adapter } from "a6hub-kit/vue.js";

export default adapter(createConsole, {
  methods: ["attach", "detach", "write", "clear", "setSteps", "setUsage", "focus"],
  events: ["link", "end", "failed"],
});
