/** What part of the map is to be seen, and free of what lies over it. */

import { L } from "./leaflet.js";

/** @import { Box } from "./types.js" */

export const wide = matchMedia("(min-width: 900px)");

/** The view in degrees, WGS-84.
 * @param {any} map L.Map @returns {Box} */
export function boxOf(map) {
  const bounds = map.getBounds();
  const [south, west] = [bounds.getSouth(), bounds.getWest()];
  return { south, west, north: bounds.getNorth(), east: bounds.getEast() };
}

/** Pixels at the top that search and chips cover. */
export const coveredAbove = () => (wide.matches ? 64 : 116);

/** Room to leave around the chosen place: search and chips above, the card on the right. */
export const clearance = () => ({
  paddingTopLeft: [48, coveredAbove() + 64],
  paddingBottomRight: wide.matches ? [440, 64] : [48, 48],
});

/** Move the map only if it shows none of the places; then it shows them, and what is beside them.
 * @param {any} map L.Map
 * @param {{lat: number, lon: number}[]} places @param {{lat: number, lon: number}[]} beside */
export function keepInView(map, places, beside = []) {
  const [positions, others] = [places, beside].map((spots) => spots.map(({ lat, lon }) => L.latLng(lat, lon)));
  if (!positions.length || positions.some((position) => map.getBounds().contains(position))) return;
  map.fitBounds(L.latLngBounds([...positions, ...others]), { ...clearance(), maxZoom: 16 });
}
