/** The server's answers. Positions travel in bodies, never in addresses. */

/** @import { Answer, FullPlace, State } from "./types.js" */

/** A question asked again drops the one still under way.
 * @returns {(state: State) => Promise<Answer>} */
export function createFinder() {
  let flight = new AbortController();
  return (state) => {
    flight.abort();
    flight = new AbortController();
    return (state.q ? search : nearest)(state, flight.signal);
  };
}

/** @param {State} state @param {AbortSignal} signal */
function nearest({ origin: { lat, lon }, filters, limit }, signal) {
  return post("/api/v1/nearest", { lat, lon, limit, ...filters }, signal);
}

/** @param {State} state @param {AbortSignal} signal */
function search({ origin, filters, q, limit }, signal) {
  const near = origin.kind === "city" ? {} : { lat: origin.lat, lon: origin.lon };
  return post("/api/v1/search", { q, limit, ...near, ...filters }, signal);
}

/** @param {string} url @param {object} body @param {AbortSignal} signal @returns {Promise<Answer>} */
async function post(url, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal }));
}

/** @param {string} id @returns {Promise<FullPlace>} */
export async function placeById(id) {
  return (await read(await fetch(`/api/v1/places/${id}`))).place;
}

/** @param {Response} response */
async function read(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.json();
}

const EARTH = 6371008.8; // metres, mean radius

/** Great-circle metres.
 * @param {{lat: number, lon: number}} from @param {{lat: number, lon: number}} to */
export function metresBetween(from, to) {
  const radians = Math.PI / 180;
  const [a, b] = [from.lat * radians, to.lat * radians];
  const half = (/** @type {number} */ x) => Math.sin(x / 2) ** 2;
  const h = half(b - a) + Math.cos(a) * Math.cos(b) * half((to.lon - from.lon) * radians);
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}
