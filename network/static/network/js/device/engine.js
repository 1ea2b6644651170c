/** Answers like the API's, from the packs on this device. */

import { createClock, judge } from "./hours.js";
import { createPart, unitVector } from "./part.js";
import { SEPARATOR, normalise } from "./text.js";

/** @import { Around, District, Hit, Part, Pack, Query, Reference } from "./types.js" */

const EARTH = 6371008.8; // metres, mean radius
const KINDS = Object.entries({
  districts: "district",
  subdistricts: "street",
  categories: "category",
  amenities: "amenity",
  services: "service",
});
const MOST_WORDS = 6; // the rest of the suggestions is for places

/** @param {number} chord on the unit sphere */
const metres = (chord) => 2 * EARTH * Math.asin(Math.min(1, chord / 2));

/**
 * @param {{edition: number, packs: Pack[], missing: District[], timeZone: string, around?: Around}} options
 *   missing: districts that are not on this device; around: only what is around there is here
 */
export function createEngine({ edition, packs, missing, timeZone, around }) {
  const clock = createClock(timeZone);
  const parts = packs.map(createPart);
  const [{ reference, made_at: madeAt }] = packs;
  const judging = (/** @type {string | null | undefined} */ open) => {
    const minute = clock.minuteOf(open || "now");
    const judged = packs.map((pack) => judge(pack, minute, clock));
    return (/** @type {Part} */ part) => judged[parts.indexOf(part)];
  };
  const head = { edition, datum: "wgs84" };
  const leftOut = (/** @type {Query} */ { open }, /** @type {number} */ count) =>
    open ? { unknown_left_out: count } : {};

  /** The hits in their order, and the square of the chord within which all are known.
   * @param {Query} query @param {ReturnType<typeof judging>} judged */
  function find(query, judged) {
    const { limit = 10 } = query;
    const found = parts.map((part) => ({ part, ...part.nearest(query, judged(part), limit) }));
    const all = found.flatMap(({ part, hits }) => hits.map((hit) => ({ part, ...hit })));
    all.sort((a, b) => a.rank - b.rank || a.order - b.order).splice(limit);
    return { found, all, farthest: all.length < limit ? Infinity : all[limit - 1].rank };
  }

  /** Whether a place that is not on this device may lie within a chord of a position.
   * @param {number} farthest its square @param {number} lat @param {number} lon */
  function mayLack(farthest, lat, lon) {
    if (missing.some(({ bounds }) => squareTo(bounds, lat, lon) < farthest)) return true;
    if (!around) return false;
    const away = chord(unitVector(lat, lon), unitVector(around.lat, around.lon));
    return Math.sqrt(farthest) + away > around.reach;
  }

  /** Null where a place that is not here may be nearer, unless `anyhow`.
   * @param {Query} query @param {boolean} [anyhow] */
  function nearest(query, anyhow = false) {
    const judged = judging(query.open);
    const { found, all, farthest } = find(query, judged);
    if (!anyhow && mayLack(farthest, query.lat ?? 0, query.lon ?? 0)) return null;
    return {
      ...head,
      places: all.map(({ part, row, rank }) => ({
        ...part.summary(row, judged(part)),
        distance_m: Math.round(metres(Math.sqrt(rank))),
      })),
      ...leftOut(query, found.flatMap((part) => part.leftOut).filter((square) => square <= farthest).length),
    };
  }

  /** @param {Query} query */
  function search(query) {
    const { lat, lon, limit = 10 } = query;
    const near = lat === undefined || lon === undefined ? null : unitVector(lat, lon);
    const judged = judging(query.open);
    const found = parts.map((part) => ({ part, ...part.search(query, judged(part)) }));
    const all = found.flatMap(({ part, hits }) =>
      hits.map((hit) => ({ part, ...hit, tie: near ? -part.nearness(hit.row, near) : 0 })),
    );
    all.sort((a, b) => a.rank - b.rank || a.tie - b.tie || a.order - b.order).splice(limit);
    return {
      ...head,
      places: all.map(({ part, row }) => {
        const place = part.summary(row, judged(part));
        return near ? { ...place, distance_m: Math.round(distance(near, place)) } : place;
      }),
      ...leftOut(query, found.reduce((sum, part) => sum + part.leftOut, 0)),
    };
  }

  /** @param {Query} query */
  function suggest(query) {
    const { q = "", limit = 10 } = query;
    const typed = normalise(q);
    if (!typed) return { edition, suggestions: [] };
    const words = KINDS.flatMap(([rows, kind]) => reference[rows].map((row) => worded(row, kind, typed)))
      .filter((word) => word !== null)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, Math.min(MOST_WORDS, limit))
      .map(({ suggestion }) => suggestion);
    const { lat, lon } = query;
    const { places } = search({ q, lat, lon, limit: limit - words.length });
    return { edition, suggestions: [...words, ...places.map(suggested)] };
  }

  /** The nearest places as packs of their own, and how far they reach; null: not all are here.
   * @param {{lat: number, lon: number}} where @param {number} limit */
  function aroundOf({ lat, lon }, limit) {
    const { all, farthest } = find({ lat, lon, limit }, judging(null));
    if (mayLack(farthest, lat, lon)) return null;
    const rowsOf = (/** @type {Part} */ part) =>
      all.filter((hit) => hit.part === part).map(({ row }) => row).sort((a, b) => a - b);
    const slices = parts.map((part) => ({ part, rows: rowsOf(part) })).filter(({ rows }) => rows.length);
    if (!slices.length) return null;
    return {
      packs: slices.map(({ part, rows }) => part.slice(rows)),
      around: { lat, lon, reach: Math.min(2, Math.sqrt(farthest)) },
    };
  }

  /** Null if it is not here.
   * @param {string} id */
  function place(id) {
    const part = parts.find((candidate) => candidate.rowOf(id) >= 0);
    return part ? { ...head, place: part.detail(part.rowOf(id), judging(null)(part)) } : null;
  }

  /** A step towards search; false: nothing is left to do. */
  const prepare = () => parts.some((part) => part.prepare());

  return { edition, madeAt, nearest, search, suggest, place, around: aroundOf, prepare, complete: !missing.length };
}

/** @param {[number, number, number]} here @param {{lat: number, lon: number}} place */
const distance = (here, { lat, lon }) => metres(chord(here, unitVector(lat, lon)));

/** @param {[number, number, number]} here @param {[number, number, number]} there */
const chord = (here, there) => Math.hypot(...here.map((part, axis) => part - there[axis]));

/** At most the square of the chord to any place inside the bounds.
 * @param {District["bounds"]} bounds @param {number} lat @param {number} lon */
function squareTo([south, west, north, east], lat, lon) {
  const inside = (/** @type {number} */ low, /** @type {number} */ value, /** @type {number} */ high) =>
    Math.min(high, Math.max(low, value));
  // The nearest point of a box of degrees lies on its edge towards us, but for a hair's breadth
  // that the bend of the parallels makes; a hundredth is more than that.
  const here = unitVector(lat, lon);
  const there = unitVector(inside(south, lat, north), inside(west, lon, east));
  return here.reduce((sum, part, axis) => sum + (part - there[axis]) ** 2, 0) * 0.98;
}

/** @param {Reference} row @param {string} kind @param {string} typed */
function worded(row, kind, typed) {
  const { words = "", count = 1 } = row;
  const parts = words.split(SEPARATOR);
  const begins = parts.some((part) => part.startsWith(typed));
  // Initials, the last of them, say nothing from their middle on.
  if (!count || !(begins || parts.slice(0, -1).some((part) => part.includes(typed)))) return null;
  const rank = begins ? 0 : 1;
  return { rank, suggestion: { kind, ...only(row, ["code", "name", "name_en", "district", "lat", "lon", "count"]) } };
}

/** @param {any} place */
const suggested = (place) => ({
  kind: "place",
  code: place.id,
  ...only(place, ["name", "name_en", "category", "address", "district", "lat", "lon"]),
});

/** @param {any} row @param {string[]} names */
const only = (row, names) =>
  Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]));
