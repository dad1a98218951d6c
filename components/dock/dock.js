import { createDock } from "a6hub-dock/dock.js";

// The regions exist once the dock is mounted; Vue then puts the children of each slot into its region.
export default {
  template: `
    <div class="a6-component" style="height: 100%">
      <div ref="frame" style="height: 100%"></div>
      <Teleport v-for="(target, name) in regions" :key="name" :to="target"><slot :name="name"></slot></Teleport>
    </div>`,
  props: { options: { type: Object, default: () => ({}) } },
  emits: ["layout", "action", "panel", "view"],
  data: () => ({ regions: {} }),
  mounted() {
    this.dock = createDock(this.$refs.frame, { ...this.options, emit: (name, detail) => this.$emit(name, detail) });
    this.regions = Object.fromEntries(Object.entries(this.dock.regions).map(([name, element]) => [name, Vue.markRaw(element)]));
  },
  beforeUnmount() { this.dock.destroy(); },
  methods: Object.fromEntries(
    ["setPanel", "setBadge", "setStatus", "setNote", "setView", "showSection", "toggleSide", "togglePanel", "toggleMaximized", "reset"]
      .map((name) => [name, function run(...args) { return this.dock[name](...args); }])),
};
