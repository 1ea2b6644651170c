/** What the page's address asks for. */

import { FIRST, NO_FILTERS } from "./state.js";
import { config } from "./words.js";

/** @import { Origin, State, View } from "./types.js" */

/** What an address asks for, where no server read it.
 * @param {string} search @returns {Pick<State, "origin" | "filters" | "q" | "limit">} */
export function stateOf(search) {
  const query = new URLSearchParams(search);
  const codes = (/** @type {string} */ name) => query.getAll(name);
  return {
    origin: originOf(query),
    filters: {
      category: codes("category"),
      amenity: codes("amenity"),
      service: codes("service"),
      access: codes("access"),
      open: query.get("open") ?? NO_FILTERS.open,
      unknown: query.get("unknown") === "1",
    },
    q: query.get("q") ?? "",
    limit: Number(query.get("limit")) || FIRST,
  };
}

/** @param {URLSearchParams} query @returns {Origin} */
function originOf(query) {
  const district = config.districts.find(({ code }) => code === query.get("district"));
  if (district) return { kind: "district", lat: district.lat, lon: district.lon, code: district.code };
  const [lat, lon] = [Number(query.get("lat")), Number(query.get("lon"))];
  return lat && lon ? { kind: "pin", lat, lon } : cityOrigin();
}

/** The middle of the network.
 * @returns {Origin} */
export const cityOrigin = () => ({ kind: "city", lat: config.map.center[0], lon: config.map.center[1] });

/** The map's view in an address.
 * @returns {View | null} */
export function viewAsked() {
  const [lat, lon, zoom] = (new URLSearchParams(location.search).get("at") ?? "").split(",").map(Number);
  return lat && lon && zoom ? { lat, lon, zoom } : null;
}

/** The id of the chosen place in an address. */
export const placeAsked = () => new URLSearchParams(location.search).get("place");
