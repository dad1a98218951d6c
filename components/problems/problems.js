import { adapter } from "a6hub-kit/vue.js";
import { createProblems } from "a6hub-problems/problems.js";

export default adapter(createProblems, { methods: ["setProblems", "focus"], events: ["goto"] });
