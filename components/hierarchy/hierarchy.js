import { createHierarchy } from "a6hub-hierarchy/hierarchy.js";
import { adapter } from "a6hub-kit/vue.js";

export default adapter(createHierarchy, { methods: ["setTops", "setCurrent", "focus"], events: ["goto", "top"] });
