/** The find page: one state; the list, the filters, the sheet and the map around it. */

import { createFinder } from "./api.js";
import { enhanceFilters } from "./filters.js";
import { showPlaces } from "./list.js";
import { enhanceLocate, tell } from "./locate.js";
import { enhanceSearch } from "./search.js";
import { enhanceSheet, setHeight } from "./sheet.js";
import { addressOf, asksTheSame, createState, keepAddress } from "./state.js";
import { config, say } from "./words.js";

/** @import { State } from "./types.js" */

const find = createFinder();
const store = createState({
  .../** @type {State} */ (config.query),
  edition: config.edition,
  chosen: null,
});

/** @param {State} state */
async function refresh(state) {
  document.body.setAttribute("aria-busy", "true");
  try {
    const { edition, places } = await find(state);
    document.body.removeAttribute("aria-busy");
    showPlaces(places, state);
    store.set({ edition });
    document.body.dispatchEvent(new CustomEvent("places", { detail: places }));
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return;
    document.body.removeAttribute("aria-busy");
    for (const id of ["about", "status"]) {
      /** @type {HTMLElement} */ (document.getElementById(id)).textContent = say("offline");
    }
  }
}

/** @param {State} state */
function remember(state) {
  const address = addressOf(state);
  history.replaceState(null, "", address);
  keepAddress(address);
  for (const link of document.querySelectorAll("a[data-language]")) {
    const [path] = (link.getAttribute("href") ?? "").split("?");
    link.setAttribute("href", `${path}?next=${encodeURIComponent(address)}`);
  }
}

store.on((now, before) => {
  document.body.dataset.from = now.origin.kind;
  if (now.origin !== before.origin) tell(null);
  if (!asksTheSame(now, before)) {
    remember(now);
    refresh(now);
  }
});

/** @param {string} code */
function lookFrom(code) {
  const district = config.districts.find((d) => d.code === code);
  if (!district) return;
  const { lat, lon } = district;
  store.set({ origin: { kind: "district", lat, lon, district: code }, q: "", chosen: null });
}

function enhanceDistricts() {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById("area"));
  select.addEventListener("change", () => lookFrom(select.value));
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a[data-district]");
    const more = target.closest("#more");
    if (!link && !more) return;
    event.preventDefault();
    if (link instanceof HTMLElement) lookFrom(link.dataset.district ?? "");
    else store.set({ limit: 50 });
  });
  store.on(({ origin }) => {
    select.value = origin.kind === "district" ? (origin.district ?? "") : "";
  });
}

async function addMap() {
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  }
  const { createFindMap } = await import("./map.js");
  createFindMap(store);
}

enhanceFilters(store);
enhanceSearch(store, setHeight);
enhanceDistricts();
enhanceSheet();
enhanceLocate(store);
addMap();
