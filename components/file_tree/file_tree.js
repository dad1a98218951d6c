import { createFileTree } from "a6hub-file-tree/file_tree.js";
import { adapter } from "a6hub-kit/vue.js";

export default adapter(createFileTree, {
  methods: ["setEntries", "load", "upsert", "setBadges", "remove", "setCurrent", "newFile", "newFolder", "rename", "accept", "reject",
    "collapseAll", "showFilter", "chooseFiles", "focus"],
  events: ["open", "create", "rename", "move", "duplicate", "delete", "download", "uploaded"],
});
