/** The packs that this device keeps, of one edition at a time. */

/** @import { District, Index, Pack } from "./types.js" */

const CACHE = "packs";
const FORMAT = 1;

let changed = 0;

/** How often what is kept has changed; who has opened it looks whether it still is the same. */
export const changes = () => changed;

export const idle = () =>
  new Promise((done) =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(done, { timeout: 3000 }) : setTimeout(done, 200),
  );

/** @param {number} edition @param {string} [code] of a district */
const address = (edition, code) => `/pack/${edition}${code ? `/${code}` : ""}.json`;

/** The newest edition kept whole enough to answer from; null: none is.
 * @returns {Promise<{edition: number, packs: Pack[], missing: District[]} | null>} */
export async function keptPacks() {
  if (!("caches" in globalThis)) return null;
  const cache = await caches.open(CACHE);
  const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  const editions = paths.map((path) => Number(path.match(/^\/pack\/(\d+)\.json$/)?.[1] ?? 0));
  for (const edition of editions.sort((a, b) => b - a).filter(Boolean)) {
    const kept = (/** @type {District} */ { code }) => paths.includes(address(edition, code));
    const read = async (/** @type {string} */ path) => (await cache.match(path))?.json();
    const root = await read(address(edition));
    if (root?.format !== FORMAT) continue;
    const { parts } = /** @type {Index} */ (root);
    if (!parts) return { edition, packs: [root], missing: [] };
    const packs = await Promise.all(parts.filter(kept).map(({ code }) => read(address(edition, code))));
    if (packs.length) return { edition, packs, missing: parts.filter((part) => !kept(part)) };
  }
  return null;
}

/** Fetch the edition's pack unless it is here, and drop older ones; whether anything is new.
 * @param {number} edition @param {{lat: number, lon: number}} where the district to keep lies */
export async function keepPacks(edition, where) {
  const cache = await caches.open(CACHE);
  const wanted = [address(edition)];
  let isNew = await add(cache, wanted[0]);
  for (const code of await districtsToKeep(cache, wanted[0], where)) {
    wanted.push(address(edition, code));
    isNew = (await add(cache, address(edition, code))) || isNew;
  }
  for (const { url } of await cache.keys()) {
    if (!wanted.includes(new URL(url).pathname)) await cache.delete(url);
  }
  if (isNew) changed += 1;
  return isNew;
}

/** @param {Cache} cache @param {string} path */
async function add(cache, path) {
  if (await cache.match(path)) return false;
  await cache.add(path);
  return true;
}

/** None of a network that fits into one pack; that one is not read for it.
 * @param {Cache} cache @param {string} root @param {{lat: number, lon: number}} where */
async function districtsToKeep(cache, root, where) {
  const response = await cache.match(root);
  return response?.headers.get("X-Pack") === "index" ? around((await response.json()).parts, where) : [];
}

/** The district around a position, and its neighbours.
 * @param {District[]} districts @param {{lat: number, lon: number}} where */
function around(districts, { lat, lon }) {
  const away = (/** @type {District} */ { bounds: [south, west, north, east] }) =>
    Math.max(south - lat, lat - north, 0) + Math.max(west - lon, lon - east, 0);
  const [own] = [...districts].sort((a, b) => away(a) - away(b));
  return [own.code, ...own.near];
}
