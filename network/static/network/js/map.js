/** The find page's map: places in view, the origin, and the chosen place. */

import { createMap } from "./basemap.js";
import { createCard } from "./card.js";
import { createChoice } from "./choice.js";
import { createMarkers } from "./markers.js";
import { addDistrictNames, createOriginMark } from "./origin.js";
import { createTiles } from "./tiles.js";
import { boxOf, clearance, coveredAbove, keepInView } from "./view.js";
import { config } from "./words.js";

/** @import { Origin, Pin, Store } from "./types.js" */

const ZOOMS = { city: config.map.zoom, district: 14, pin: 16, device: 16 };

/** @param {Store} store */
export function createFindMap(store) {
  const element = /** @type {HTMLElement} */ (document.getElementById("map"));
  const map = createMap(element, config.map);
  const markOrigin = createOriginMark(map);
  const tiles = createTiles((edition) => store.set({ edition }));
  const choice = createChoice(store, createCard(store), (id) => markers.focus(id));
  const markers = createMarkers(map, { onPlace: choice.fromMarker });
  addDistrictNames(map);

  async function drawPlaces() {
    const { edition, filters } = store.get();
    const content = await tiles(boxOf(map), map.getZoom(), edition, filters);
    if (content) markers.draw(content);
  }

  /** @param {Origin} origin */
  function goTo(origin) {
    markOrigin(origin);
    const zoom = ZOOMS[origin.kind];
    const middle = map.project([origin.lat, origin.lon], zoom).subtract([0, coveredAbove() / 2]);
    map.setView(map.unproject(middle, zoom), zoom);
  }

  map.on("moveend", drawPlaces);
  map.on("click", (/** @type {any} */ event) => lookFrom(event.latlng));
  element.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target === element) lookFrom(map.getCenter());
  });
  /** @param {{lat: number, lng: number}} position */
  const lookFrom = ({ lat, lng }) =>
    store.set({ origin: { kind: "pin", lat, lon: lng }, q: "", chosen: null });

  store.on((now, before) => {
    if (now.origin !== before.origin) {
      // A point chosen on the map is in view already: the map stays where it is.
      if (now.origin.kind === "pin") markOrigin(now.origin);
      else goTo(now.origin);
    }
    if (now.filters !== before.filters || now.edition !== before.edition) drawPlaces();
    if (now.chosen !== before.chosen) show(now.chosen);
  });

  /** @param {Pin | null} pin */
  function show(pin) {
    markers.choose(pin);
    if (pin) map.panInside([pin.lat, pin.lon], clearance());
  }

  document.body.addEventListener("places", (event) => {
    const places = /** @type {CustomEvent} */ (event).detail;
    if (store.get().q && places.length) keepInView(map, places);
  });
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  goTo(store.get().origin);
  drawPlaces();
}
