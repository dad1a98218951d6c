import { adapter } from "a6hub-kit/vue.js";
import { createWaveform } from "a6hub-waveform/waveform.js";

export default adapter(createWaveform, {
  methods: ["load", "setCursor", "addVariables", "setState", "focus"],
  events: ["state", "cursor", "ready"],
});
