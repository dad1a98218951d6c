// The icons of a6hub: outlines on a 24 x 24 grid, drawn in the text colour.

export const ICONS = {
  "files": ["M4 4h7l2 3h7v13H4z"],
  "file": ["M6 3h8l4 4v14H6z", "M14 3v4h4"],
  "folder": ["M3 5h7l2 3h9v12H3z"],
  "search": ["M11 5a6 6 0 1 0 0 12a6 6 0 0 0 0-12", "M16 16l5 5"],
  "hierarchy": ["M9 3h6v5H9z", "M3 16h6v5H3z", "M15 16h6v5h-6z", "M12 8v4M6 16v-4h12v4"],
  "history": [
    "M6 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5", "M6 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5",
    "M18 6.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5", "M6 8.5v7M18 11.5c0 4-9 2-11 5",
  ],
  "runs": ["M6 4l13 8-13 8z"],
  "chip": ["M5 5h14v14H5z", "M9 1v4M15 1v4M9 19v4M15 19v4M1 9h4M1 15h4M19 9h4M19 15h4"],
  "caret": ["M9 6l6 6-6 6"],
  "chevron": ["M6 9l6 6 6-6"],
  "chevron-up": ["M6 15l6-6 6 6"],
  "pin": ["M9 3h6l-1 6 4 4H6l4-4z", "M12 13v8"],
  "bell": ["M6 16V11a6 6 0 0 1 12 0v5l2 2.5H4z", "M10 21h4"],
  "bell-off": ["M6 16V11a6 6 0 0 1 12 0v5l2 2.5H4z", "M10 21h4", "M4 3l17 18"],
  "compare": ["M4 5h6v14H4z", "M14 5h6v14h-6z", "M10 9h4M10 15h4"],
  "script": ["M5 4h14v16H5z", "M8.5 9l3 3-3 3M13 15h3"],
  "coverage": ["M4 5v14", "M8 7h12M8 12h7M8 17h10"],
  "plus": ["M12 5v14M5 12h14"],
  "close": ["M6 6l12 12M18 6L6 18"],
  "play": ["M7 5l12 7-12 7z"],
  "stop": ["M6.5 6.5h11v11h-11z"],
  "star": ["M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z"],
  "fork": [
    "M6 3a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 0 0 6 3", "M18 3a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 0 0 18 3",
    "M12 16.6a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4", "M6 7.4V9c0 2 1.5 3 3 3h6c1.5 0 3-1 3-3V7.4M12 12v4.6",
  ],
  "download": ["M12 4v11M7 10.5l5 5 5-5", "M4 20h16"],
  "upload": ["M12 16V5M7 9.5l5-5 5 5", "M4 20h16"],
  "sun": ["M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8", "M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19"],
  "moon": ["M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"],
  "warning": ["M12 4l9.5 16.5h-19z", "M12 10v4.5M12 17.4v.1"],
  "error": ["M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18", "M12 7.5v5.5M12 16.2v.1"],
  "info": ["M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18", "M12 11v5.5M12 7.8v.1"],
  "check": ["M5 12.5l5 5L19.5 7"],
  "more": ["M5 12h.1M12 12h.1M19 12h.1"],
  "undo": ["M9 6L4 11l5 5", "M4 11h10.5a5 5 0 0 1 0 10H11"],
  "refresh": ["M20 11a8 8 0 1 0-2.3 6.6", "M20 5v6h-6"],
  "copy": ["M9 9h11v11H9z", "M15 9V4H4v11h5"],
  "trash": ["M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13"],
  "pencil": ["M4 20l1-4L16 5l3 3L8 19z", "M13.5 7.5l3 3"],
  "file-plus": ["M6 3h8l4 4v14H6z", "M12 10.5v6M9 13.5h6"],
  "folder-plus": ["M3 5h7l2 3h9v12H3z", "M12 11v6M9 14h6"],
  "collapse": ["M4 5h16M4 19h16", "M8 12h8"],
  "wrap": ["M4 6h16M4 12h12.5a3.2 3.2 0 0 1 0 6.4H12", "M14.5 16l-2.6 2.4 2.6 2.4M4 18h4"],
  "to-end": ["M12 4v11M7 10.5l5 5 5-5", "M5 20h14"],
  "filter": ["M4 6h16M7 12h10M10 18h4"],
  "keyboard": ["M3 6h18v12H3z", "M7 10h.1M11 10h.1M15 10h.1M18 10h.1M8 14h8"],
  "maximize": ["M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"],
  "panel": ["M4 4h16v16H4z", "M4 14h16"],
  "settings": ["M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6",
    "M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"],
  "share": ["M12 15V4M8 7.5l4-4 4 4", "M7 11H5v9h14v-9h-2"],
  "lock": ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  "user": ["M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8", "M4.5 20.5a7.5 7.5 0 0 1 15 0"],
  "link": ["M10 14l4-4", "M8.5 11.5L6 14a3.5 3.5 0 0 0 5 5l2.5-2.5M15.5 12.5L18 10a3.5 3.5 0 0 0-5-5l-2.5 2.5"],
  "clock": ["M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18", "M12 7v5.5l3.5 2"],
};

const SVG = "http://www.w3.org/2000/svg";

/** Build the icon `name`; it is decoration and hidden from screen readers, so its control needs a label. */
export function icon(name, size = 16) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { "viewBox": "0 0 24 24", "width": size, "height": size, "fill": "none", "stroke": "currentColor",
    "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", "class": "icon" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.style.width = svg.style.height = `${size}px`;
  for (const d of ICONS[name] ?? ICONS.file) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Return all icons as one SVG file of symbols, for pages without scripts. */
export function sprite() {
  const symbols = Object.entries(ICONS).map(([name, paths]) =>
    `  <symbol id="${name}" viewBox="0 0 24 24">${paths.map((d) => `<path d="${d}"/>`).join("")}</symbol>\n`);
  return `<svg xmlns="${SVG}">\n${symbols.join("")}</svg>\n`;
}
