/** The chosen place as a card on the map; on the phone its row is enough. */

import { fillFacts } from "./list.js";
import { fill, slot, stamp, thing } from "./slots.js";
import { config, dataLang, metresWords, nameOf } from "./words.js";

/** @import { FullPlace, Store } from "./types.js" */

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
  fillFacts(root, place);
  fill(root, "kind", config.categories[place.category]?.name ?? "");
  fill(root, "area", config.districts.find((d) => d.code === place.district)?.name ?? "");
  fill(root, "written", place.hours_text || place.hours, dataLang);
  fill(root, "address", place.address, dataLang);
  const phone = /** @type {HTMLAnchorElement} */ (fill(root, "phone", place.phone));
  phone.href = `tel:${place.phone.replace(/[^\d+].*$/, "")}`;
  for (const line of root.querySelectorAll("li")) {
    line.hidden = !line.querySelector("[data-slot]:not([hidden])");
  }
  const things = place.amenities.slice(0, MOST_THINGS).map((code) => config.amenities[code]);
  slot(root, "things").replaceChildren(...things.map(thing));
  fill(root, "distance", fromHere ? `· ${metresWords(place.distance_m ?? 0)}` : "");
  /** @type {HTMLAnchorElement} */ (slot(root, "page")).href = `/places/${place.id}`;
  const [owner, lang] = nameOf(place.organization);
  fill(root, "owner", owner, lang);
}
