import { adapter } from "a6hub-kit/vue.js";
import { createTour } from "a6hub-tour/tour.js";

export default adapter(createTour, { methods: ["start"], events: ["done"], overlay: true });
