/** The find page's map: places in view, the origin, and the chosen place. */

import { placeAsked, viewAsked } from "./asked.js";
import { placeById } from "./api.js";
import { createMap } from "./basemap.js";
import { createCard } from "./card.js";
import { createChoice } from "./choice.js";
import { createMarkers } from "./markers.js";
import { addDistrictNames, createOriginMark } from "./origin.js";
import { createTiles } from "./tiles.js";
import { boxOf, clearance, coveredAbove, keepInView } from "./view.js";
import { config } from "./words.js";

/** @import { Origin, Pin, Store, View } from "./types.js" */

const ZOOMS = { city: config.map.zoom, district: 14, street: 15, pin: 16, device: 16 };
const ELSEWHERE = 0.3; // of the map's shorter side: moved this far, one looks at another place

/** @param {Store} store @param {(height: "half") => void} setHeight of the sheet */
export function createFindMap(store, setHeight) {
  const element = /** @type {HTMLElement} */ (document.getElementById("map"));
  const here = /** @type {HTMLButtonElement} */ (document.getElementById("here"));
  const map = createMap(element, config.map);
  const markOrigin = createOriginMark(map);
  const tiles = createTiles((edition) => store.set({ edition }));
  const choice = createChoice(store, createCard(store), (id) => markers.focus(id), setHeight);
  const markers = createMarkers(map, { onPlace: choice.fromMarker });
  let byHand = false;
  addDistrictNames(map);

  async function drawPlaces() {
    const { edition, filters } = store.get();
    const content = await tiles(boxOf(map), map.getZoom(), edition, filters);
    if (content) markers.draw(content);
    else if (!navigator.onLine) markers.draw({ clusters: [], places: pinsOfList() });
  }

  /** @param {Origin | View} position @param {number} zoom */
  function centre({ lat, lon }, zoom) {
    byHand = false;
    const middle = map.project([lat, lon], zoom).subtract([0, coveredAbove() / 2]);
    map.setView(map.unproject(middle, zoom), zoom);
  }

  /** The middle of what is to be seen, to three decimals.
   * @returns {View} */
  function middleOfView() {
    const zoom = map.getZoom();
    const { lat, lng } = map.unproject(map.project(map.getCenter()).add([0, coveredAbove() / 2]));
    return { lat: Number(lat.toFixed(3)), lon: Number(lng.toFixed(3)), zoom };
  }

  /** Offer to search where the map was moved to.
   * @param {View} view */
  function offerHere(view) {
    const { origin } = store.get();
    const moved = map.project([view.lat, view.lon]).distanceTo(map.project([origin.lat, origin.lon]));
    const { x, y } = map.getSize();
    here.hidden = moved < ELSEWHERE * Math.min(x, y);
  }

  for (const name of ["pointerdown", "wheel", "keydown", "touchstart"]) {
    element.addEventListener(name, () => (byHand = true), { capture: true, passive: true });
  }
  map.on("moveend", () => {
    drawPlaces();
    if (!byHand) return;
    const view = middleOfView();
    store.set({ view });
    offerHere(view);
  });
  map.on("click", (/** @type {any} */ { latlng }) => {
    if (store.get().chosen) return store.set({ chosen: null });
    lookFrom({ lat: latlng.lat, lon: latlng.lng });
  });
  element.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target === element) lookFrom(middleOfView());
  });
  here.addEventListener("click", () => {
    lookFrom(middleOfView());
    document.getElementById("heading")?.focus();
  });
  /** To three decimals, so that the address leads to the very same list.
   * @param {{lat: number, lon: number}} position */
  function lookFrom({ lat, lon }) {
    const [north, east] = [lat, lon].map((degrees) => Number(degrees.toFixed(3)));
    store.set({ origin: { kind: "pin", lat: north, lon: east }, q: "", chosen: null, view: middleOfView() });
  }

  store.on((now, before) => {
    if (now.origin !== before.origin || now.view !== before.view) showOrigin(now.origin, now.view, before.view);
    if (now.filters !== before.filters || now.edition !== before.edition) drawPlaces();
    if (now.chosen !== before.chosen) show(now.chosen);
  });

  /** Where the map was moved by hand it stays; else it goes to the place one looks from.
   * @param {Origin} origin @param {View | null} view @param {View | null} before */
  function showOrigin(origin, view, before) {
    markOrigin(origin);
    if (!view) centre(origin, ZOOMS[origin.kind]);
    else if (view !== before && !isShown(view)) centre(view, view.zoom);
    if (view) offerHere(view);
    else here.hidden = true;
  }

  /** @param {View} view */
  function isShown({ lat, lon, zoom }) {
    const now = middleOfView();
    return now.lat === lat && now.lon === lon && now.zoom === zoom;
  }

  /** @param {Pin | null} pin */
  function show(pin) {
    markers.choose(pin);
    if (!pin) return;
    byHand = false;
    map.panInside([pin.lat, pin.lon], clearance());
  }

  document.body.addEventListener("places", () => {
    byHand = false;
    if (!navigator.onLine) drawPlaces();
    showNearest();
  });
  /** What was found, or at least the nearest with where one looks from, unless moved by hand. */
  function showNearest() {
    const { origin, q, view } = store.get();
    const found = pinsOfList();
    if (q) keepInView(map, found);
    else if (!view) keepInView(map, found.slice(0, 1), [origin]);
  }
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  const view = viewAsked();
  markOrigin(store.get().origin);
  if (view) store.set({ view });
  else centre(store.get().origin, ZOOMS[store.get().origin.kind]);
  showNearest();
  drawPlaces();
  chooseAsked(store);
}

/** What the list shows, for a map that has no tiles.
 * @returns {Pin[]} */
const pinsOfList = () =>
  Array.from(document.querySelectorAll("#list .row"), (row) => {
    const { id = "", category = "", lat, lon } = /** @type {HTMLElement} */ (row).dataset;
    const name = row.querySelector(".name")?.textContent?.trim() ?? "";
    return { id, name, category, lat: Number(lat), lon: Number(lon) };
  });

/** The place that the address names.
 * @param {Store} store */
async function chooseAsked(store) {
  const id = placeAsked();
  if (!id) return;
  const place = await placeById(id).catch(() => null);
  if (place) store.set({ chosen: place });
}
