// The few icons that only the waveform viewer has.

const PATHS = {
  "zoom-in": ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13", "M15.5 15.5L21 21", "M10.5 7.7v5.6M7.7 10.5h5.6"],
  "zoom-out": ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13", "M15.5 15.5L21 21", "M7.7 10.5h5.6"],
  "fit": ["M3 5v14M21 5v14", "M6 12h12M9 9l-3 3 3 3M15 9l3 3-3 3"],
  "previous": ["M19 7h-6v10H9", "M8 5l-4 4 4 4"],
  "next": ["M5 17h6V7h4", "M16 5l4 4-4 4"],
  "marker": ["M7 3v18", "M7 4h11l-3 4 3 4H7"],
};
const SVG = "http://www.w3.org/2000/svg";

/** Build a button that shows one of these icons and is read out as `label`. */
export function glyphButton(name, label, onclick, testid) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { "viewBox": "0 0 24 24", "width": 16, "height": 16, "fill": "none", "stroke": "currentColor", "stroke-width": 1.7,
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-btn";
  button.title = label;
  button.setAttribute("aria-label", label.replace(/ \(.*\)$/, ""));
  button.dataset.testid = testid;
  button.addEventListener("click", onclick);
  button.append(svg);
  return button;
}
