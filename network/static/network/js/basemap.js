/**
 * A Leaflet map whose positions are always WGS-84, whatever datum its base map has.
 *
 * @typedef {import("./datum.js").Datum} Datum
 * @typedef {object} MapConfig what network/mapping.py says
 * @property {string} url tile template
 * @property {string} attribution HTML from the settings
 * @property {string} subdomains
 * @property {Datum} datum of the base map
 * @property {number} minZoom
 * @property {number} maxZoom
 * @property {[number, number]} center WGS-84
 * @property {number} zoom
 * @property {{missing: string, zoomIn: string, zoomOut: string}} messages
 */

import { fromWgs84, toWgs84 } from "./datum.js";

const L = /** @type {any} */ (window).L;
const SILENT_FOR = 8000; // milliseconds: a blocked tile server often never answers

/**
 * Make the map; it says so in one line, and draws a plain paper grid, while no tile loads.
 * The container has the class `is-bare` meanwhile.
 * @param {HTMLElement} element
 * @param {MapConfig} config
 * @param {object} [options] more options of L.Map
 * @returns {any} L.Map
 */
export function createMap(element, config, options = {}) {
  const map = L.map(element, {
    crs: crsOf(config.datum),
    center: config.center,
    zoom: config.zoom,
    minZoom: config.minZoom,
    maxZoom: config.maxZoom,
    attributionControl: false,
    zoomControl: false,
    ...options,
  });
  const { zoomIn, zoomOut } = config.messages;
  L.control.attribution({ prefix: false }).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  addBackground(map, config);
  return map;
}

/** Web Mercator of shifted positions, so that WGS-84 markers meet the tiles' drawing.
 * @param {Datum} datum */
function crsOf(datum) {
  if (datum === "wgs84") return L.CRS.EPSG3857;
  const mercator = L.Projection.SphericalMercator;
  const projection = {
    ...mercator,
    /** @param {{lat: number, lng: number}} position */
    project: ({ lat, lng }) => mercator.project(L.latLng(fromWgs84(lat, lng, datum))),
    /** @param {any} point */
    unproject: (point) => {
      const { lat, lng } = mercator.unproject(point);
      return L.latLng(toWgs84(lat, lng, datum));
    },
  };
  return L.extend({}, L.CRS.EPSG3857, { code: `EPSG:3857 ${datum}`, projection });
}

/** @param {any} map @param {MapConfig} config */
function addBackground(map, config) {
  const tiles = L.tileLayer(config.url, {
    attribution: config.attribution,
    subdomains: config.subdomains,
    maxZoom: config.maxZoom,
    // Tile servers may ask who embeds them: they are told the site, never the page.
    referrerPolicy: "strict-origin",
  });
  const bare = bareGround(map, config.messages.missing);
  tiles.on("tileload", bare.hide).on("tileerror", bare.show);
  const silence = setTimeout(bare.show, SILENT_FOR);
  tiles.once("tileload tileerror", () => clearTimeout(silence));
  map.once("unload", () => clearTimeout(silence));
  tiles.addTo(map);
}

/** What the map shows instead of a background.
 * @param {any} map @param {string} text */
function bareGround(map, text) {
  const Paper = L.GridLayer.extend({ createTile: () => L.DomUtil.create("div", "paper-tile") });
  const paper = new Paper({ pane: "tilePane" });
  const note = L.control({ position: "bottomleft" });
  note.onAdd = () => {
    const line = L.DomUtil.create("p", "map-note");
    line.textContent = text;
    return line;
  };
  let answered = false; // one tile is enough: a single missing one is no missing background
  /** @param {boolean} bare */
  const turn = (bare) => {
    if (map.getContainer().classList.contains("is-bare") === bare) return;
    map.getContainer().classList.toggle("is-bare", bare);
    for (const part of [paper, note]) bare ? part.addTo(map) : part.remove();
  };
  return {
    show: () => turn(!answered),
    hide() {
      answered = true;
      turn(false);
    },
  };
}
