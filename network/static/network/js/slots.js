/** Fills clones of the page's templates: text and attributes only, never HTML. */

import { fromWgs84 } from "./datum.js";
import { config } from "./words.js";

/** @import { Pin, Thing } from "./types.js" */

const SVG = "http://www.w3.org/2000/svg";

/** What the page has by this id.
 * @param {string} id @returns {HTMLElement} */
export const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** A clone of a template's content.
 * @param {string} id of the template @returns {DocumentFragment} */
export function stamp(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
}

/** The element with this data-slot.
 * @param {ParentNode} root @param {string} name */
export const slot = (root, name) =>
  /** @type {HTMLElement} */ (root.querySelector(`[data-slot="${name}"]`));

/** Put text into a slot, with its language where it is not the page's; an empty one is hidden.
 * @param {ParentNode} root @param {string} name @param {string} text @param {string} [lang] */
export function fill(root, name, text, lang) {
  const element = slot(root, name);
  element.textContent = text;
  element.hidden = !text;
  if (lang) element.lang = lang;
  return element;
}

/** An element of a drawing.
 * @param {string} tag @param {Record<string, string>} attributes */
export function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** An icon of the sprite.
 * @param {string} name */
export function icon(name) {
  const root = svg("svg", { class: "icon", "aria-hidden": "true" });
  root.append(svg("use", { href: `${config.sprite}#${name}` }));
  return root;
}

/** An amenity or a service, as an item of a list.
 * @param {Thing | undefined} known */
export function thing([name, iconName] = ["?", "dot"]) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = name;
  item.append(icon(iconName), text);
  return item;
}

/** Amap's walking directions; Amap counts in GCJ-02.
 * @param {Pin} place */
export function directions({ name, lat, lon }) {
  const [north, east] = fromWgs84(lat, lon, "gcj02");
  const to = `${east.toFixed(6)},${north.toFixed(6)},${encodeURIComponent(name)}`;
  return `https://uri.amap.com/navigation?to=${to}&mode=walk&coordinate=gaode`;
}
