import { adapter } from "a6hub-kit/vue.js";
import { createRuns } from "a6hub-runs/runs.js";

export default adapter(createRuns, {
  methods: ["setRuns", "upsert", "setCurrent", "focus"], events: ["open", "page", "cancel", "rerun", "compare", "pin", "reproduce", "download"],
});
