/** In the page's head: the device's position and its nearest places, asked for while the rest
 * of the page still comes in. Knows nothing of the page but its address. */

import { askPosition, isAllowed, keptPosition } from "./locate.js";

/** @import { Answer, Origin } from "./types.js" */

const LIMIT = 20;
// Whoever names one of these in the address looks from there, or asks for more than is told here.
const OTHERS = ["lat", "lon", "district", "street", "q", "limit"];

/** @returns {Promise<{origin: Origin, answer: Promise<Answer | null>} | null>} null: nothing to do */
async function begin() {
  const query = new URLSearchParams(location.search);
  if (OTHERS.some((name) => query.has(name))) return null;
  const device = navigator.serviceWorker?.controller ? import("./device/near.js") : null;
  const origin = keptPosition() ?? ((await isAllowed()) ? await askPosition() : null);
  return origin && { origin, answer: nearest(origin, query, device) };
}

/** @param {Origin} origin @param {URLSearchParams} query
 * @param {Promise<typeof import("./device/near.js")> | null} device
 * @returns {Promise<Answer | null>} */
async function nearest({ lat, lon }, query, device) {
  /** @type {Record<string, any>} */
  const body = { lat, lon, limit: LIMIT };
  for (const name of ["category", "amenity", "service", "access"]) {
    if (query.has(name)) body[name] = query.getAll(name).flatMap((codes) => codes.split(","));
  }
  if (query.get("open")) body.open = query.get("open");
  if (body.open && query.get("unknown") === "1") body.unknown = true;
  return (device && (await fromDevice(await device, body))) ?? fromServer(body);
}

/** From this device's own copy of the network, if an earlier visit left one.
 * @param {typeof import("./device/near.js")} near @param {object} query */
async function fromDevice({ nearestAround }, query) {
  const { edition, timeZone } = /** @type {DOMStringMap} */ (document.head.dataset);
  const config = { edition: Number(edition), timeZone: timeZone ?? "" };
  const around = await nearestAround(config, query).catch(() => null);
  if (around) return around;
  const { openSource } = await import("./device/source.js");
  return (await openSource(config))?.nearest(query) ?? null;
}

/** @param {object} query @returns {Promise<Answer | null>} */
async function fromServer(query) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(query) };
  const response = await fetch("/api/v1/nearest", options).catch(() => null);
  return response?.ok ? response.json() : null;
}

export const first = begin();
first.catch(() => {}); // where.js says why
