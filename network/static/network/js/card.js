/** The chosen place as a card on the map; on the phone its row is enough. */

import { fillName } from "./list.js";
import { directions, fill, icon, slot, stamp } from "./slots.js";
import { closedWords, config, distanceWords, nameOf, say } from "./words.js";

/** @import { FullPlace, Store, Thing } from "./types.js" */

const MOST_THINGS = 8;

/** @param {Store} store */
export function createCard(store) {
  const card = /** @type {HTMLElement} */ (document.getElementById("card"));
  card.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("[data-close]")) store.set({ chosen: null });
  });
  return {
    /** @param {FullPlace} place */
    show(place) {
      const content = stamp("card-template");
      fillCard(content, place, store.get().origin.kind !== "city");
      card.className = `card cat-${place.category}`;
      card.replaceChildren(content);
      card.hidden = false;
      card.scrollTop = 0;
    },
    /** Whether the focus was in it and now needs another home. */
    hide() {
      const focused = card.contains(document.activeElement);
      card.hidden = true;
      card.replaceChildren();
      return focused;
    },
    focus: () => card.querySelector("a")?.focus(),
  };
}

/** @param {DocumentFragment} root @param {FullPlace} place @param {boolean} fromHere */
function fillCard(root, place, fromHere) {
  fillName(root, place);
  fill(root, "kind", config.categories[place.category]?.name ?? "");
  fill(root, "area", config.districts.find((d) => d.code === place.district)?.name ?? "");
  fill(root, "closed", closedWords(place));
  const hours = place.hours_text || place.hours;
  fill(root, "hours", hours || say("hours_unknown")).classList.toggle("unsure", !hours);
  fillLine(root, "address", place.address);
  const phone = /** @type {HTMLAnchorElement} */ (fillLine(root, "phone", place.phone));
  phone.href = `tel:${place.phone.replace(/[^\d+].*$/, "")}`;
  const things = place.amenities.slice(0, MOST_THINGS).map((code) => config.amenities[code]);
  slot(root, "things").replaceChildren(...things.map(thing));
  const metres = fromHere ? distanceWords(place.distance_m ?? 0) : null;
  fill(root, "distance", metres ? `· ${metres.value} ${metres.unit}` : "");
  /** @type {HTMLAnchorElement} */ (slot(root, "go")).href = directions(place);
  /** @type {HTMLAnchorElement} */ (slot(root, "page")).href = `/places/${place.id}`;
  slot(root, "demo").hidden = !place.demo;
  fill(root, "owner", nameOf(place.organization)[0]);
}

/** A line that goes with its icon when there is nothing to say.
 * @param {DocumentFragment} root @param {string} name @param {string} text */
function fillLine(root, name, text) {
  const element = fill(root, name, text);
  const line = /** @type {HTMLElement} */ (element.closest("li"));
  line.hidden = !text;
  return element;
}

/** @param {Thing} thing */
function thing([name, iconName]) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = name;
  item.append(icon(iconName), text);
  return item;
}
