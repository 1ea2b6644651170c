/** A map with one pin to be put where the place really is; positions are WGS-84. */

import { createMap } from "./basemap.js";

const L = /** @type {any} */ (window).L;
const ZOOM = 17;
const STEP = 4; // pixels
const KEYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** @param {any} config the page's @param {(lat: number, lon: number) => void} onMove */
export function createSpot({ map: base, place, messages }, onMove) {
  const element = /** @type {HTMLElement} */ (document.getElementById("map"));
  const map = createMap(element, { ...base, center: [place.lat, place.lon], zoom: ZOOM });
  const pin = L.marker([place.lat, place.lon], { icon: drop(place.category), draggable: true, autoPan: true });
  pin.addTo(map);
  const tell = () => onMove(pin.getLatLng().lat, pin.getLatLng().lng);
  /** @param {any} position */
  const put = (position) => {
    pin.setLatLng(position);
    if (!map.getBounds().contains(position)) map.panTo(position);
    tell();
  };
  const handle = pin.getElement();
  handle.setAttribute("aria-label", messages.pin);
  handle.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = KEYS[/** @type {keyof KEYS} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // or the map moves too
    const far = event.shiftKey ? 10 * STEP : STEP;
    put(map.unproject(map.project(pin.getLatLng()).add(step.map((n) => n * far))));
  });
  pin.on("dragend", tell);
  map.on("click", (/** @type {any} */ event) => put(event.latlng));
}

/** A plain drop in the category's colour.
 * @param {string} category */
function drop(category) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 36 44");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("class", "drop");
  path.setAttribute("d", "M18 43C8 30 2 24 2 16a16 16 0 0 1 32 0c0 8-6 14-16 27zM18 10a6 6 0 0 0 0 12 6 6 0 0 0 0-12z");
  svg.append(path);
  return L.divIcon({ className: `pin cat-${category}`, html: svg, iconSize: [36, 44], iconAnchor: [18, 43] });
}
