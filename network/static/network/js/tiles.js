/** The network's own map tiles: what lies in view, by edition, kept while the page lives. */

import { filterEntries } from "./state.js";

/** @import { Box, Content, Filters } from "./types.js" */

const KEPT = 400;
const TOP = 85.0511287798; // Web Mercator's last latitude
const DEEPEST = 18;

/** Tile columns or lines, from first to last.
 * @param {number} first @param {number} last @param {number} count */
const range = (first, last, count) => {
  const [from, to] = [Math.max(0, Math.floor(first)), Math.min(count - 1, Math.floor(last))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
};

/** "z/x/y" of the Web Mercator tiles that cover a box, whatever datum the base map has.
 * @param {Box} box @param {number} zoom @returns {string[]} */
export function tileNames(box, zoom) {
  const z = Math.max(0, Math.min(DEEPEST, Math.round(zoom)));
  const count = 2 ** z;
  const x = (/** @type {number} */ lon) => ((lon + 180) / 360) * count;
  const y = (/** @type {number} */ lat) => {
    const radians = (Math.max(-TOP, Math.min(TOP, lat)) * Math.PI) / 180;
    return ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * count;
  };
  const lines = range(y(box.north), y(box.south), count);
  return range(x(box.west), x(box.east), count).flatMap((column) =>
    lines.map((line) => `${z}/${column}/${line}`),
  );
}

/** @param {(edition: number) => void} onGone told the current edition when ours is no longer kept */
export function createTiles(onGone) {
  /** @type {Map<string, Content>} */
  const cache = new Map();
  let flight = new AbortController();

  /** @param {string} url @param {AbortSignal} signal @returns {Promise<Content>} */
  async function load(url, signal) {
    const kept = cache.get(url);
    if (kept) return kept;
    const response = await fetch(url, { signal });
    const body = await response.json();
    if (response.status === 410) onGone(body.edition);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    if (!url.includes("open=now")) cache.set(url, body);
    if (cache.size > KEPT) cache.delete(/** @type {string} */ (cache.keys().next().value));
    return body;
  }

  /**
   * Everything in the box, or null if a newer call came first or the server is away.
   * @param {Box} box @param {number} zoom
   * @param {number} edition @param {Filters} filters
   * @returns {Promise<Content | null>}
   */
  return async (box, zoom, edition, filters) => {
    flight.abort();
    flight = new AbortController();
    const { signal } = flight;
    const query = new URLSearchParams(
      filterEntries(filters).map(([name, value]) => [name, value === true ? "1" : [value].flat().join(",")]),
    );
    const urls = tileNames(box, zoom).map((name) => `/tiles/${edition}/${name}.json?${query}`);
    const parts = await Promise.allSettled(urls.map((url) => load(url.replace(/\?$/, ""), signal)));
    const found = parts.flatMap((part) => (part.status === "fulfilled" ? [part.value] : []));
    if (signal.aborted || (urls.length && !found.length)) return null;
    return {
      clusters: found.flatMap((content) => content.clusters),
      places: found.flatMap((content) => content.places),
    };
  };
}
