/** A place's page without a network: filled in from the pack on this device. */

import { directions, fill, slot, thing } from "../slots.js";
import { config, entryWords, hintWords, nameOf, say, stateWords, warningWords } from "../words.js";
import { dateWords } from "./notice.js";
import { openSource } from "./source.js";

/** @import { FullPlace } from "../types.js" */

const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const source = await openSource(config, { offline: true });
const place = await source?.place(id);
if (source && place) show(place, source.madeAt);
else reveal("missing");

/** @param {string} part */
function reveal(part) {
  const element = /** @type {HTMLElement} */ (document.getElementById(part));
  element.hidden = false;
  return element;
}

/** @param {FullPlace} shown @param {string} madeAt */
function show(shown, madeAt) {
  const root = reveal("place");
  const [name, lang] = nameOf(shown);
  document.title = `${name} · ${document.title}`;
  document.body.classList.add(`cat-${shown.category}`);
  fill(root, "name", name).lang = lang || document.documentElement.lang;
  fill(root, "date", say("offline_data", { date: dateWords(madeAt) }));
  fill(root, "kind", config.categories[shown.category]?.name ?? "");
  fill(root, "area", config.districts.find(({ code }) => code === shown.district)?.name ?? "");
  fill(root, "alias", shown.alias);
  slot(root, "demo").hidden = !shown.demo;
  fill(root, "state", stateWords(shown)).dataset.state = shown.state;
  fill(root, "access", entryWords(shown.access));
  fill(root, "warnings", warningWords(shown.warnings));
  fill(root, "hint", hintWords(shown.hints));
  line(root, "hours", shown.hours_text || shown.hours);
  const { floor, entrance } = shown.access;
  line(root, "address", [shown.address, floor, entrance].filter(Boolean).join(say("dot")));
  fill(root, "note", shown.address_note);
  /** @type {HTMLAnchorElement} */ (line(root, "phone", shown.phone)).href = `tel:${shown.phone.split(/[,;，；、 转]/)[0]}`;
  /** @type {HTMLAnchorElement} */ (slot(root, "go")).href = directions(shown);
  /** @type {HTMLAnchorElement} */ (slot(root, "geo")).href =
    `geo:${shown.lat},${shown.lon}?q=${shown.lat},${shown.lon}(${encodeURIComponent(shown.name)})`;
  /** @type {HTMLAnchorElement} */ (slot(root, "report")).href = `/places/${id}/report`;
  slot(root, "things").replaceChildren(...shown.amenities.map((code) => thing(config.amenities[code])));
  slot(root, "deeds").replaceChildren(...shown.services.map((code) => thing(config.services[code])));
  fill(root, "also", shown.services_text);
  fill(root, "verified", checkedWords(shown.verified_on));
  fill(root, "owner", ...nameOf(shown.organization));
}

/** When somebody was there to look; with its year, as that may be long ago.
 * @param {string | null} date YYYY-MM-DD */
function checkedWords(date) {
  if (!date) return say("not_checked");
  const form = new Intl.DateTimeFormat(config.lang, { dateStyle: "long", timeZone: "UTC" });
  return say("checked_on", { date: form.format(new Date(date)) });
}

/** A line that goes with its icon when there is nothing to say.
 * @param {HTMLElement} root @param {string} name @param {string} text */
function line(root, name, text) {
  const element = fill(root, name, text);
  /** @type {HTMLElement} */ (element.closest("li")).hidden = !text;
  return element;
}
