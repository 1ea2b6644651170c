/** The list: rows from the same template as the server's. */

import { directions, fill, part, slot, stamp } from "./slots.js";
import { config, countLeftOut, countPlaces, dataLang, distanceWords, entryWords } from "./words.js";
import { hintWords, metresWords, nameOf, say, stateWords, warningWords } from "./words.js";

/** @import { Answer, Place, State } from "./types.js" */

const REACH = 5000; // metres: farther than one walks
const ROUGH = 200; // metres: from here on the position's accuracy is worth a word

/** A row for a place.
 * @param {Place} place */
export function rowOf(place) {
  const row = /** @type {HTMLElement} */ (stamp("row").querySelector(".row"));
  row.className = `row cat-${place.category}`;
  const { id, category, lat, lon } = place;
  Object.assign(row.dataset, { id, category, lat: String(lat), lon: String(lon) });
  fillDistance(row, place.distance_m);
  const name = fillFacts(row, place);
  fill(row, "written", place.state === "unknown" ? place.hours_text || place.hours : "", dataLang);
  fill(row, "has", place.amenities.map((code) => config.amenities[code]?.[0]).join(say("between")));
  const details = /** @type {HTMLAnchorElement} */ (slot(row, "details"));
  details.href = `/places/${id}`;
  slot(row, "go").setAttribute("aria-label", say("directions", { name }));
  return row;
}

/** What rows and cards both say; the name as shown.
 * @param {ParentNode} root @param {Place} place */
export function fillFacts(root, place) {
  const [text, lang] = nameOf(place);
  const link = /** @type {HTMLAnchorElement} */ (fill(root, "name", text, lang));
  link.href = `/places/${place.id}`;
  fill(root, "kind", kindWords(place));
  fill(root, "state", stateWords(place)).dataset.state = place.closed_for_now ? "closed" : place.state;
  fill(root, "entry", entryWords(place.access));
  fill(root, "warning", warningWords(place.warnings));
  fill(root, "hint", hintWords(place.hints));
  slot(root, "demo").hidden = !place.demo;
  /** @type {HTMLAnchorElement} */ (slot(root, "go")).href = directions(place);
  return text;
}

/** The kind of a place whose name does not say it.
 * @param {Place} place */
function kindWords(place) {
  const kind = config.categories[place.category]?.name ?? "";
  return nameOf(place)[0].toLowerCase().includes(kind.toLowerCase()) ? "" : kind;
}

/** @param {HTMLElement} row @param {number | undefined} metres */
function fillDistance(row, metres) {
  const box = /** @type {HTMLElement} */ (row.querySelector(".dist"));
  box.hidden = metres === undefined;
  if (metres === undefined) return;
  for (const [name, text] of Object.entries(distanceWords(metres))) fill(box, name, text);
}

/** @param {State["origin"]} origin */
const areaName = ({ name, code }) => name ?? config.districts.find((d) => d.code === code)?.name ?? "";

/** The line above the list and the one below it.
 * @param {State} state @param {Place[]} places @returns {[string, string]} */
function captions({ origin, q, limit }, places) {
  if (q) {
    const key = places.length < limit ? "about_search" : "about_search_many";
    return [say("heading_search", { q }), say(key, { places: countPlaces(places.length) })];
  }
  return [say(`heading_${origin.kind}`, { area: areaName(origin) }), aboutNear(origin, places)];
}

/** @param {State["origin"]} origin @param {Place[]} places */
function aboutNear({ kind, accuracy = 0 }, places) {
  if (kind === "city") return say("about_city");
  if (accuracy > ROUGH) return say("about_rough", { distance: metresWords(accuracy) });
  const states = places.map(({ state }) => state);
  const open = states.filter((state) => state === "open" || state === "closing_soon").length;
  const unknown = states.filter((state) => state === "unknown").length;
  return say(unknown ? "about_states" : "about_open", { open, unknown });
}

/** Show what was found.
 * @param {Answer} answer @param {State} state */
export function showPlaces({ places, unknown_left_out: leftOut = 0 }, state) {
  const [heading, about] = captions(state, places);
  document.body.dataset.from = state.origin.kind;
  document.body.toggleAttribute("data-searching", Boolean(state.q));
  /** @type {HTMLDetailsElement} */ (part("where")).open = state.origin.kind === "city";
  part("heading").textContent = heading;
  part("about").textContent = about;
  part("list").replaceChildren(...places.map(rowOf));
  part("scroll").scrollTop = 0;
  showNotes(places, state, leftOut);
  announce(heading, places);
}

/** @param {Place[]} places @param {State} state @param {number} leftOut */
function showNotes(places, state, leftOut) {
  const metres = places[0]?.distance_m ?? 0;
  const far = { reach: `${REACH / 1000} ${say("kilometres")}`, distance: metresWords(metres) };
  fill(part("left-out"), "text", countLeftOut(leftOut));
  part("left-out").hidden = !leftOut;
  part("far").textContent = say("far", far);
  part("far").hidden = Boolean(state.q) || metres <= REACH;
  const nothing = part("nothing");
  nothing.hidden = places.length > 0;
  fill(nothing, "why", state.q ? say("nothing_found", { q: state.q }) : say("nothing_near"));
  part("more").hidden = places.length < state.limit || state.limit > 20;
  part("demo-note").hidden = !places.some((place) => place.demo);
}

/** @param {string} heading @param {Place[]} places */
function announce(heading, places) {
  const [first] = places;
  part("status").textContent = first
    ? say("announce", {
        heading,
        places: countPlaces(places.length),
        name: nameOf(first)[0],
        distance: first.distance_m === undefined ? "" : metresWords(first.distance_m),
        state: stateWords(first),
      })
    : (part("nothing").querySelector("[data-slot=why]")?.textContent ?? "");
}
