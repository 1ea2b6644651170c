/** What the map shows of the place one looks from, and of districts. */

import { L } from "./leaflet.js";
import { svg } from "./slots.js";
import { config, say } from "./words.js";

/** @import { Origin } from "./types.js" */

const WALKS = [5, 15]; // minutes
const METRES_A_MINUTE = 70;

/** @param {string} className @param {string} text @param {string} [lang] */
function label(className, text, lang = "") {
  const span = document.createElement("span");
  span.textContent = text;
  span.lang = lang;
  return L.divIcon({ className, html: span, iconSize: [0, 0] });
}

/** @param {Origin} origin */
function sign({ kind, lat, lon }) {
  const me = L.divIcon({ className: "me", iconSize: [22, 22] });
  const options = { keyboard: false, interactive: false, zIndexOffset: -50, alt: say("here") };
  if (kind === "device") return L.marker([lat, lon], { ...options, icon: me });
  const root = svg("svg", { viewBox: "0 0 30 30" });
  root.append(svg("circle", { cx: "15", cy: "15", r: "7" }));
  return L.marker([lat, lon], {
    ...options,
    icon: L.divIcon({ className: "spot", html: root, iconSize: [30, 30] }),
  });
}

/** How far one walks in a few minutes, in a straight line.
 * @param {Origin} origin @param {number} minutes */
function reach({ lat, lon }, minutes) {
  const radius = minutes * METRES_A_MINUTE;
  const north = lat + radius / 111195;
  const name = label("ring-name", say("ring", { minutes }));
  return [
    L.circle([lat, lon], { radius, className: "reach", interactive: false }),
    L.marker([north, lon], { icon: name, interactive: false, keyboard: false, zIndexOffset: -200 }),
  ];
}

/** Draws the origin; call again to move it.
 * @param {any} map L.Map */
export function createOriginMark(map) {
  const group = L.layerGroup().addTo(map);
  return (/** @type {Origin} */ origin) => {
    group.clearLayers();
    if (origin.kind === "city") return;
    const { lat, lon, accuracy = 0, kind } = origin;
    if (kind === "device" && accuracy > 40) {
      group.addLayer(L.circle([lat, lon], { radius: accuracy, className: "rough", interactive: false }));
    }
    for (const layer of WALKS.flatMap((minutes) => reach(origin, minutes))) group.addLayer(layer);
    group.addLayer(sign(origin));
  };
}

/** The districts' names; the stylesheet shows them while there is no background.
 * @param {any} map L.Map */
export function addDistrictNames(map) {
  map.createPane("areas").style.zIndex = "450";
  const options = { interactive: false, keyboard: false, pane: "areas" };
  const marks = config.districts.map(({ name, lat, lon }) =>
    L.marker([lat, lon], { ...options, icon: label("area-name", name) }).addTo(map),
  );
  map.on("zoomend", () => thinOut(marks, map));
  thinOut(marks, map);
}

/** Hide each name that would run into an earlier one.
 * @param {any[]} marks @param {any} map */
function thinOut(marks, map) {
  /** @type {{x: number, y: number, half: number}[]} */
  const shown = [];
  for (const mark of marks) {
    const { x, y } = map.latLngToLayerPoint(mark.getLatLng());
    const span = mark.getElement().firstElementChild;
    const half = (span.textContent.length * (/^[\x00-\x7f]/.test(span.textContent) ? 9 : 20)) / 2;
    span.hidden = shown.some((o) => Math.abs(o.y - y) < 22 && Math.abs(o.x - x) < o.half + half);
    if (!span.hidden) shown.push({ x, y, half });
  }
}
