/** Answers: this device's where it can give them, else the server's. Positions travel in
 * bodies, never in addresses. */

import { filterEntries } from "./state.js";
import { config } from "./words.js";

/** @import { Answer, FullPlace, State, Suggestion } from "./types.js" */

/** A question asked again drops the one still under way.
 * @returns {(state: State) => Promise<Answer>} */
export function createFinder() {
  let flight = new AbortController();
  return ({ origin, filters, q, limit }) => {
    flight.abort();
    flight = new AbortController();
    const near = q && origin.kind === "city" ? {} : { lat: origin.lat, lon: origin.lon };
    const query = { ...(q ? { q } : {}), limit, ...near, ...Object.fromEntries(filterEntries(filters)) };
    return ask(q ? "search" : "nearest", query, flight.signal);
  };
}

/** What the letters typed so far may mean.
 * @param {string} q @param {{lat: number, lon: number}} near @param {AbortSignal} signal
 * @returns {Promise<Suggestion[]>} */
export async function suggest(q, { lat, lon }, signal) {
  return (await ask("suggest", { q, lat, lon }, signal)).suggestions;
}

/** @param {string} id @returns {Promise<FullPlace>} */
export async function placeById(id) {
  const kept = await (await openDevice(!navigator.onLine))?.place(id);
  if (kept) return kept;
  return (await read(await fetch(`/api/v1/places/${id}`))).place;
}

/** @param {"nearest" | "search" | "suggest"} what @param {object} query @param {AbortSignal} signal
 * @returns {Promise<any>} */
async function ask(what, query, signal) {
  const kept = await (await openDevice(!navigator.onLine))?.[what](query);
  signal.throwIfAborted();
  if (kept) return kept;
  try {
    return await post(`/api/v1/${what}`, query, signal);
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") throw error;
    const old = await (await openDevice(true))?.[what](query);
    if (!old) throw error;
    return old;
  }
}

/** The device's own copy of the network, if an earlier visit left one.
 * @param {boolean} offline an old one will do */
async function openDevice(offline) {
  if (!navigator.serviceWorker?.controller) return null;
  const { openSource } = await import("./device/source.js");
  return openSource(config, { offline });
}

/** @param {string} url @param {object} body @param {AbortSignal} signal */
async function post(url, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal }));
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
