import { adapter } from "a6hub-kit/vue.js";
import { createSearch } from "a6hub-search/search.js";

export default adapter(createSearch, { methods: ["focusQuery", "refresh"], events: ["goto", "replaced"] });
