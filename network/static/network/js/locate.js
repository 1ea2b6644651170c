/** The device's position: only after a tap, or where it was allowed before. */

/** @import { Origin } from "./types.js" */

const KEPT = "position"; // in this tab only, and nowhere but here
const STALE = 10 * 60 * 1000; // milliseconds, after which a new visit asks again
const OPTIONS = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

/** The device's position as an origin; rejects with a GeolocationPositionError or without code.
 * @returns {Promise<Origin>} */
export async function askPosition() {
  // The first time the page's head may have asked already.
  const begun = globalThis.early?.coords;
  if (globalThis.early) globalThis.early.coords = null;
  const coords = await begun;
  return coords ? keep(coords) : ask();
}

/** @returns {Promise<Origin>} */
function ask() {
  return new Promise((done, fail) => {
    if (!navigator.geolocation) return fail({ code: 0 });
    navigator.geolocation.getCurrentPosition(({ coords }) => done(keep(coords)), fail, OPTIONS);
  });
}

/** @param {GeolocationCoordinates} coords @returns {Origin} */
function keep({ latitude: lat, longitude: lon, accuracy }) {
  /** @type {Origin} */
  const origin = { kind: "device", lat, lon, accuracy };
  sessionStorage.setItem(KEPT, JSON.stringify({ origin, at: Date.now() }));
  return origin;
}

/** @returns {{origin?: Origin, at?: number}} */
const read = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");

/** The last position of this tab, however old. */
export const lastPosition = () => read().origin ?? null;

/** The last position where it need not be asked for again: on the way back, on reload, or soon.
 * @returns {Origin | null} */
export function keptPosition() {
  const { origin, at = 0 } = read();
  if (!origin) return null;
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return entry?.type !== "navigate" || Date.now() - at < STALE ? origin : null;
}

/** Whether asking would not bring up a question; the page's head has asked that already. */
export const isAllowed = async () => Boolean(await globalThis.early?.allowed.catch(() => false));
