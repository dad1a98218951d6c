import { adapter } from "a6hub-kit/vue.js";
import { createTables } from "a6hub-tables/tables.js";

export default adapter(createTables, { methods: ["setTables"], events: ["open", "act"] });
