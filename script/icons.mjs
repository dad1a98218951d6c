// Writes ide/static/icons.svg, the icons for plain pages, from the same drawings that the components use.
// usage: node script/icons.mjs

import { writeFileSync } from "node:fs";

import { sprite } from "../components/kit/js/icons.js";

writeFileSync(new URL("../ide/static/icons.svg", import.meta.url), sprite());
