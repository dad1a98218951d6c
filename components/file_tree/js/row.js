// What one row of the file tree shows.

import { h } from "a6hub-kit/dom.js";

/** Return a text that changes when the row must be drawn anew. */
export function stampRow({ node }, cut) {
  return `${node.badge ?? ""}\0${node.severity ?? ""}\0${cut}`;
}

/** Fill the element of a row with name and badge. */
export function fillRow({ label, node }, element, { draggable, cut }) {
  if (draggable) element.draggable = true;
  if (cut) element.classList.add("cut");
  if (node.severity === "error") element.classList.add("error");
  element.append(h("span", { class: "name", title: node.path }, label));
  if (node.badge) element.append(h("span", { class: `right badge ${severityClass(node)}`, title: badgeTitle(node) }, String(node.badge)));
  else if (node.severity) element.append(h("span", { class: `right dot ${severityClass(node)}`, title: badgeTitle(node) }));
}

function severityClass({ badge, severity }) {
  if (severity === "error") return "error";
  return badge === "A" ? "added" : "";
}

function badgeTitle({ badge, severity }) {
  if (badge === "M") return "Changed";
  if (badge === "A") return "New";
  if (severity) return `${badge ?? ""} ${severity}${Number(badge) > 1 ? "s" : ""}`.trim();
  return String(badge);
}
