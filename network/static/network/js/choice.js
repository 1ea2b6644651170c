/** Choosing a place, in the list or on the map: both show it; a second time opens its page. */

import { metresBetween, placeById } from "./api.js";
import { isPlain } from "./click.js";
import { rowOf } from "./list.js";
import { wide } from "./view.js";
import { say } from "./words.js";

/** @import { FullPlace, Pin, Place, Store } from "./types.js" */

const list = /** @type {HTMLElement} */ (document.getElementById("list"));

/**
 * @param {Store} store
 * @param {{show: (place: FullPlace) => void, hide: () => boolean, focus: () => void}} card
 * @param {(id: string) => void} focusMarker
 * @param {(height: "half") => void} setHeight of the sheet
 */
export function createChoice(store, card, focusMarker, setHeight) {
  let byKeyboard = false;

  /** @param {Pin} pin @param {boolean} byKey */
  function choose(pin, byKey) {
    if (store.get().chosen?.id === pin.id) return location.assign(`/places/${pin.id}`);
    byKeyboard = byKey;
    store.set({ chosen: pin });
  }

  list.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest(".name a");
    // A key pressed on the link gives a click without a count: it opens the page.
    if (!link || !event.detail || !isPlain(event)) return;
    event.preventDefault();
    choose(pinOf(/** @type {HTMLElement} */ (link.closest(".row"))), false);
  });

  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && store.get().chosen) store.set({ chosen: null });
  });

  /** @param {Pin} pin */
  async function show(pin) {
    if (document.body.dataset.sheet === "full") setHeight("half"); // the map shows it too
    const row = chooseRow(pin);
    if (row && !wide.matches) return focusRow(row);
    const place = await placeById(pin.id);
    if (store.get().chosen?.id !== pin.id) return;
    place.distance_m = metresBetween(store.get().origin, place);
    if (!row) prependRow(place);
    const added = row ?? chooseRow(pin);
    if (wide.matches) card.show(place);
    if (!byKeyboard) return;
    if (wide.matches) card.focus();
    else focusRow(added);
  }

  /** @param {Element | null} row */
  function focusRow(row) {
    if (byKeyboard) /** @type {HTMLElement} */ (row?.querySelector(".name a"))?.focus();
  }

  store.on((now, before) => {
    if (now.chosen === before.chosen) return;
    if (!now.chosen) {
      chooseRow(null);
      if (card.hide() && before.chosen) focusMarker(before.chosen.id);
      return;
    }
    show(now.chosen).catch(() => {
      /** @type {HTMLElement} */ (document.getElementById("status")).textContent = say("offline");
    });
  });
  document.body.addEventListener("places", () => {
    const { chosen } = store.get();
    if (chosen) chooseRow(chosen);
  });

  return { fromMarker: choose };
}

/** @param {HTMLElement} row @returns {Pin} */
function pinOf(row) {
  const { id = "", category = "", lat, lon } = row.dataset;
  const name = row.querySelector(".name")?.textContent?.trim() ?? "";
  return { id, name, category, lat: Number(lat), lon: Number(lon) };
}

/** Mark one row as chosen and bring it into view.
 * @param {Place | Pin | null} place */
function chooseRow(place) {
  for (const row of list.querySelectorAll(".row.chosen")) mark(row, false);
  const row = place && list.querySelector(`.row[data-id="${CSS.escape(place.id)}"]`);
  if (!row) return null;
  mark(row, true);
  // On the phone the chosen row is the one to be seen, even where only one has room.
  row.scrollIntoView({ block: wide.matches ? "nearest" : "start" });
  return row;
}

/** @param {Element} row @param {boolean} chosen */
function mark(row, chosen) {
  row.classList.toggle("chosen", chosen);
  if (chosen) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
}

/** A place that is not listed becomes the first row.
 * @param {Place} place */
function prependRow(place) {
  list.querySelector("[data-visitor]")?.remove();
  const row = rowOf(place);
  row.dataset.visitor = "";
  list.prepend(row);
}
