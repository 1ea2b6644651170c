/** Everything around the first list: filters, search, places to look from, sheet, address, map. */

import { followAddress } from "./address.js";
import { enhanceFilters } from "./filters.js";
import { enhanceLarge } from "./large.js";
import { enhanceSearch } from "./search.js";
import { enhanceSheet, setHeight } from "./sheet.js";
import { enhanceWhere } from "./where.js";
import { config } from "./words.js";

/** @import { Store } from "./types.js" */

/** @param {Store} store @param {Promise<void>} begun settles with the first list */
export async function addRest(store, begun) {
  const map = addMap(store);
  // One short task each: a finger that comes meanwhile is not kept waiting.
  const parts = [
    () => enhanceSheet(),
    () => enhanceFilters(store),
    () => enhanceSearch(store, setHeight),
    () => enhanceWhere(store, begun),
    () => followAddress(store),
    () => enhanceLarge(),
  ];
  for (const add of parts) {
    add();
    await breath();
  }
  document.body.dataset.ready = "";
  const showMap = await map;
  await whole();
  // Whoever left meanwhile needs no map.
  if (document.getElementById("map")) showMap();
  await keepForLater(store);
}

/** Our scripts run while the page still comes in, and the map's place is at its end. */
const whole = () =>
  document.readyState === "loading" && new Promise((done) => document.addEventListener("DOMContentLoaded", done));

/** Leaflet, its styles and our map, all fetched at once; the map is made when the call returned
 * is called.
 * @param {Store} store */
async function addMap(store) {
  const parts = [...config.styles.map(loadStyle), loadScript(config.leaflet)];
  await Promise.all(parts);
  await breath();
  const { createFindMap } = await import("./map.js");
  await breath();
  return () => createFindMap(store, setHeight);
}

const breath = () => new Promise((done) => setTimeout(done));

/** What a later visit needs, also one without network.
 * @param {Store} store */
async function keepForLater(store) {
  const { register } = await import("./device/register.js");
  await register(config, store.get, (edition) => store.set({ edition }));
}

/** @param {string} href */
const loadStyle = (href) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

/** @param {string} src */
const loadScript = (src) => loaded(Object.assign(document.createElement("script"), { src }));

/** @param {HTMLElement} element */
function loaded(element) {
  return new Promise((done, fail) => {
    element.addEventListener("load", done);
    element.addEventListener("error", fail);
    document.head.append(element);
  });
}
