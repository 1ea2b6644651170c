/** The places of one pack: found by position or words, filtered, and told as the API tells them. */

import { each, summed, valueAt } from "./columns.js";
import { DAY } from "./hours.js";
import { createText } from "./lines.js";
import { slice } from "./slice.js";
import { normalise } from "./text.js";

/** @import { Hit, Judged, Pack, Part, Query } from "./types.js" */

const NEVER = 2 ** 31 - 1; // of reopens: closed without a date

/** @param {number} lat @param {number} lon degrees @returns {[number, number, number]} */
export function unitVector(lat, lon) {
  const [phi, theta] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(theta), Math.cos(phi) * Math.sin(theta), Math.sin(phi)];
}

/** @param {Pack} pack @returns {Part} */
export function createPart(pack) {
  const { details, reopens } = pack;
  const places = { ...pack.places, id: idsOf(pack.places.id) };
  const [lat, lon] = [summed(pack.lat), summed(pack.lon)];
  const order = pack.rows && summed(pack.rows);
  const vectors = new Float64Array(lat.length * 3);
  for (let row = 0; row < lat.length; row += 1) {
    [vectors[3 * row], vectors[3 * row + 1], vectors[3 * row + 2]] =
      unitVector(lat[row] / 1e6, lon[row] / 1e6);
  }
  const text = createText(pack);
  const hit = (/** @type {number} */ row, /** @type {number} */ rank) =>
    ({ row, order: order ? order[row] : row, rank });

  /** @param {number} row @param {Judged} judged */
  function stateOf(row, judged) {
    const until = valueAt(reopens, row);
    if (until <= judged.today) {
      return { closed_for_now: false, closed_until: null, ...judged.state(places.hours.at[row]) };
    }
    const date = until === NEVER ? null : new Date(until * DAY).toISOString().slice(0, 10);
    return { closed_for_now: true, closed_until: date, state: "closed", changes_at: null, hints: [] };
  }

  /** @param {Record<string, any>} columns @param {number} row */
  function told(columns, row) {
    const fields = Object.entries(columns).map(([name, column]) => [name, valueAt(column, row)]);
    return Object.fromEntries(fields.filter(([name, value]) => value || name !== "name_en"));
  }

  const part = {
    pack,
    prepare: text.prepare,
    /** @param {number[]} rows */
    slice: (rows) => slice(pack, rows, places.id, lat, lon, (row) => (order ? order[row] : row)),
    /** @param {number} row @param {Judged} judged */
    summary: (row, judged) => ({
      ...told(places, row),
      lat: lat[row] / 1e6,
      lon: lon[row] / 1e6,
      ...stateOf(row, judged),
    }),
    /** @param {number} row @param {Judged} judged */
    detail: (row, judged) => ({ ...part.summary(row, judged), ...told(details, row) }),
    /** @param {string} id */
    rowOf: (id) => places.id.indexOf(pack.moved?.[id] ?? id),

    /** The ranks are squares of chords on the unit sphere.
     * @param {Query} query @param {Judged} judged @param {number} limit */
    nearest(query, judged, limit) {
      const match = matcher(pack, query, judged);
      const [x, y, z] = unitVector(query.lat ?? 0, query.lon ?? 0);
      /** @type {Hit[]} */
      const hits = [];
      const leftOut = [];
      for (let row = 0; row < lat.length; row += 1) {
        const [dx, dy, dz] = [vectors[3 * row] - x, vectors[3 * row + 1] - y, vectors[3 * row + 2] - z];
        const square = dx * dx + dy * dy + dz * dz;
        if (hits.length === limit && square >= hits[limit - 1].rank) continue;
        const shown = match(row);
        if (shown) insert(hits, hit(row, square), limit);
        else if (shown === null) leftOut.push(square);
      }
      return { hits, leftOut };
    },

    /** @param {Query} query @param {Judged} judged */
    search(query, judged) {
      const match = matcher(pack, query, judged);
      const words = normalise(query.q ?? "").split(" ").filter(Boolean);
      words.sort((a, b) => b.length - a.length);
      const [first, ...others] = words.map(text.rowsWith);
      const hits = [];
      let leftOut = 0;
      for (const [row, rank] of first ?? []) {
        if (!others.every((rows) => rows.has(row))) continue;
        const shown = match(row);
        if (shown === null) leftOut += 1;
        if (shown) hits.push(hit(row, others.reduce((sum, rows) => sum + (rows.get(row) ?? 0), rank)));
      }
      return { hits, leftOut };
    },

    /** How like two directions are; 1: the same.
     * @param {number} row @param {[number, number, number]} vector */
    nearness: (row, [x, y, z]) => vectors[3 * row] * x + vectors[3 * row + 1] * y + vectors[3 * row + 2] * z,
  };
  return part;
}

/** Ids of one length stand without anything between them.
 * @param {string[] | {width: number, all: string}} ids @returns {string[]} */
const idsOf = (ids) =>
  Array.isArray(ids) ? ids : (ids.all.match(new RegExp(`.{${ids.width}}`, "g")) ?? []);

/** Put a hit in its place among the nearest.
 * @param {Hit[]} hits @param {Hit} hit @param {number} limit */
function insert(hits, hit, limit) {
  let at = hits.length;
  while (at && hits[at - 1].rank > hit.rank) at -= 1;
  hits.splice(at, 0, hit);
  if (hits.length > limit) hits.pop();
}

/** Whether a row is shown; null: left out only because its hours are not known.
 * @param {Pack} pack @param {Query} query @param {Judged} judged
 * @returns {(row: number) => boolean | null} */
function matcher({ places, access, reopens, reference }, query, judged) {
  const { category = [], amenity = [], service = [], open, unknown } = query;
  const needed = query.access ?? [];
  const bits = reference.access.reduce((sum, { code }, i) => sum + (needed.includes(code) ? 2 ** i : 0), 0);
  /** @type {((row: number) => boolean)[]} */
  const tests = [];
  if (category.length) tests.push(each(places.category, (code) => category.includes(code)));
  if (amenity.length) {
    tests.push(each(places.amenities, (/** @type {string[]} */ has) => amenity.every((a) => has.includes(a))));
  }
  if (service.length) {
    tests.push(each(places.services, (/** @type {string[]} */ has) => service.some((s) => has.includes(s))));
  }
  if (bits) tests.push(each(access, (value) => (value & bits) === bits));
  return (row) => {
    if (!tests.every((test) => test(row))) return false;
    if (!open) return true;
    if (valueAt(reopens, row) > judged.today) return false;
    const { state } = judged.state(places.hours.at[row]);
    return state === "unknown" ? unknown || null : state !== "closed";
  };
}
