/** A place's own page: the map around it; a neighbour's marker opens its page. */

import { createMap } from "./basemap.js";
import { createMarkers } from "./markers.js";
import { createTiles } from "./tiles.js";
import { addressKept } from "./state.js";
import { boxOf } from "./view.js";
import { config } from "./words.js";

/** @import { Pin } from "./types.js" */

const NO_FILTERS = { category: [], amenity: [], service: [] };
const ZOOM = 16;

const { place } = config;
if (place) showAround(place);
if (place) import("./device/register.js").then(({ register }) => register(config, () => ({ edition: config.edition, origin: { ...place, kind: "pin" } })));
document.getElementById("back")?.setAttribute("href", addressKept());

/** @param {Pin} pin */
function showAround(pin) {
  const element = /** @type {HTMLElement} */ (document.getElementById("map"));
  const map = createMap(
    element,
    { ...config.map, center: [pin.lat, pin.lon], zoom: ZOOM },
    // One finger scrolls the page, two move the map.
    { scrollWheelZoom: false, dragging: matchMedia("(pointer: fine)").matches },
  );
  const markers = createMarkers(map, {
    onPlace: ({ id }) => {
      if (id !== pin.id) location.assign(`/places/${id}`);
    },
  });
  let { edition } = config;
  const tiles = createTiles((current) => {
    edition = current;
    draw();
  });
  async function draw() {
    const content = await tiles(boxOf(map), map.getZoom(), edition, NO_FILTERS);
    if (content) markers.draw(content);
  }
  markers.choose(pin);
  map.on("moveend", draw);
  draw();
}
