/** The surroundings of the device's last position as a small pack of their own: it is read at
 * once, where the whole one takes a phone a moment. */

import { createEngine } from "./engine.js";

/** @import { Around, Pack, Query } from "./types.js" */

const AROUND = "near";
const AT = "/pack/near.json";
const MOST = 300; // places
// An older one answers only where there is no network: a door closed since would cost a walk.
export const FRESH = 24 * 3600 * 1000; // milliseconds

/** @typedef {{edition: number, packs: Pack[], around: Around}} Near */

/** @returns {Promise<Near | undefined>} */
const keptNear = async () => (await caches.match(AT, { cacheName: AROUND }))?.json();

/** The first time what the page's head began to read. */
async function first() {
  const begun = globalThis.early?.near;
  if (globalThis.early) globalThis.early.near = null;
  return (await begun?.catch(() => null)) ?? keptNear();
}

/** The nearest places, if the surroundings hold them all.
 * @param {{edition: number, timeZone: string}} config @param {Query} query */
export async function nearestAround({ edition, timeZone }, query) {
  const near = await first();
  if (!near) return null;
  const { made_at: madeAt } = near.packs[0];
  const isFresh = near.edition >= edition || Date.now() - Date.parse(madeAt) < FRESH;
  if (!isFresh && navigator.onLine) return null;
  const answer = createEngine({ ...near, missing: [], timeZone }).nearest(query);
  return answer && { ...answer, kept: { madeAt, offline: !navigator.onLine } };
}

/** Those of an older edition would tell what is no longer so. */
export const dropNear = () => caches.delete(AROUND);

/** Keep the surroundings of a position, to three decimals, unless they are here.
 * @param {{edition: number, around: (where: {lat: number, lon: number}, count: number) => Omit<Near, "edition"> | null}} source
 * @param {{lat: number, lon: number}} where */
export async function keepNear(source, { lat, lon }) {
  const [north, east] = [lat, lon].map((degrees) => Number(degrees.toFixed(3)));
  const kept = await keptNear();
  if (kept?.edition === source.edition && kept.around.lat === north && kept.around.lon === east) return;
  const near = source.around({ lat: north, lon: east }, MOST);
  const cache = await caches.open(AROUND);
  if (near) await cache.put(AT, Response.json({ edition: source.edition, ...near }));
}
