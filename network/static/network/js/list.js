/** The list: rows from the same template as the server's. */

import { directions, fill, slot, stamp } from "./slots.js";
import { closedWords, config, countPlaces, distanceWords, nameOf, say } from "./words.js";

/** @import { Pin, Place, State } from "./types.js" */

export const wide = matchMedia("(min-width: 900px)");

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** A row for a place.
 * @param {Place} place */
export function rowOf(place) {
  const row = /** @type {HTMLElement} */ (stamp("row").querySelector(".row"));
  row.className = `row cat-${place.category}`;
  const { id, category, lat, lon } = place;
  Object.assign(row.dataset, { id, category, lat: String(lat), lon: String(lon) });
  fillDistance(row, place.distance_m);
  const name = fillName(row, place);
  fill(row, "kind", config.categories[place.category]?.name ?? "");
  const hours = place.hours_text || place.hours;
  fill(row, "hours", hours || say("hours_unknown")).classList.toggle("unsure", !hours);
  fill(row, "closed", closedWords(place));
  fill(row, "has", place.amenities.map((code) => config.amenities[code]?.[0]).join(say("between")));
  slot(row, "demo").hidden = !place.demo;
  const go = /** @type {HTMLAnchorElement} */ (slot(row, "go"));
  go.href = directions(place);
  go.setAttribute("aria-label", say("directions", { name }));
  return row;
}

/** @param {HTMLElement} row @param {number | undefined} metres */
function fillDistance(row, metres) {
  const box = /** @type {HTMLElement} */ (row.querySelector(".dist"));
  box.hidden = metres === undefined;
  if (metres === undefined) return;
  for (const [name, text] of Object.entries(distanceWords(metres))) fill(box, name, text);
}

/** @param {ParentNode} root @param {Place} place */
export function fillName(root, place) {
  const [text, lang] = nameOf(place);
  const link = /** @type {HTMLAnchorElement} */ (fill(root, "name", text));
  link.href = `/places/${place.id}`;
  if (lang) link.lang = lang;
  return text;
}

/** @param {string} code */
const districtName = (code) => config.districts.find((d) => d.code === code)?.name ?? "";

/** The line above the list and the one below it.
 * @param {State} state @param {number} found @returns {[string, string]} */
function captions({ origin, q, limit }, found) {
  if (q) {
    const key = found < limit ? "about_search" : "about_search_many";
    return [say("heading_search", { q }), say(key, { places: countPlaces(found) })];
  }
  const area = districtName(origin.district ?? "");
  const rough = (origin.accuracy ?? 0) > 200 ? distanceWords(origin.accuracy ?? 0) : null;
  const about = rough
    ? say("about_rough", { distance: `${rough.value} ${rough.unit}` })
    : say(`about_${origin.kind}`, { area });
  return [say(`heading_${origin.kind}`, { area }), about];
}

/** Show what was found.
 * @param {Place[]} places @param {State} state */
export function showPlaces(places, state) {
  const [heading, about] = captions(state, places.length);
  part("heading").textContent = heading;
  part("about").textContent = about;
  part("list").replaceChildren(...places.map(rowOf));
  part("scroll").scrollTop = 0;
  const nothing = part("nothing");
  nothing.hidden = places.length > 0;
  fill(nothing, "why", state.q ? say("nothing_found", { q: state.q }) : say("nothing_near"));
  part("more").hidden = places.length < state.limit || state.limit > 20;
  part("demo-note").hidden = !places.some((place) => place.demo);
  announce(heading, places);
}

/** @param {string} heading @param {Place[]} places */
function announce(heading, places) {
  const first = part("list").querySelector(".row");
  const value = first?.querySelector(".dist:not([hidden]) b")?.textContent ?? "";
  part("status").textContent = say("announce", {
    heading,
    places: countPlaces(places.length),
    name: first?.querySelector(".name")?.textContent?.trim() ?? "",
    distance: value,
  });
}

/** Mark one row as chosen and bring it into view; a place not listed becomes the first row.
 * @param {Place | Pin | null} place */
export function chooseRow(place) {
  const list = part("list");
  for (const row of list.querySelectorAll(".row.chosen")) row.classList.remove("chosen");
  const row = place && list.querySelector(`.row[data-id="${CSS.escape(place.id)}"]`);
  row?.classList.add("chosen");
  // On the phone the chosen row is the one to be seen, even where only one has room.
  row?.scrollIntoView({ block: wide.matches ? "nearest" : "start" });
  return row;
}

/** @param {Place} place */
export function prependRow(place) {
  const list = part("list");
  list.querySelector("[data-visitor]")?.remove();
  const row = rowOf(place);
  row.dataset.visitor = "";
  list.prepend(row);
  return row;
}
