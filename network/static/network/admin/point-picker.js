/**
 * The point picker of the staff form: a map beside the text field of a position.
 *
 * The text and its datum are the truth, as without JavaScript; the map writes them and
 * the server reads them, so there is one parser. Positions in here are WGS-84.
 *
 * @typedef {import("../js/datum.js").Datum} Datum
 * @typedef {import("../js/datum.js").Position} Position latitude, longitude
 * @typedef {object} Neighbour what network/admin/neighbours.py says
 * @property {string} name
 * @property {string} category
 * @property {string} color
 * @property {string} status
 * @property {string} status_text
 * @property {number} latitude
 * @property {number} longitude
 * @property {string} distance in words
 * @property {string} url
 */

import { createMap } from "../js/basemap.js";
import { fromWgs84 } from "../js/datum.js";
import { AddressSearch } from "./address-search.js";

const L = /** @type {any} */ (window).L;
const TYPING_PAUSE = 300; // milliseconds before a text is sent to be read
const STEP = 2; // metres an arrow key moves the marker
const LONG_STEP = 20; // with Shift
const NEARBY = 200; // metres, as the server's list
const CLOSE_UP = 16; // zoom at which what is nearby fills the map
const METRES_PER_DEGREE = 111195;

/** @param {Position} position @param {Datum} datum longitude first, as Amap copies it */
export function positionText([lat, lon], datum) {
  const [y, x] = fromWgs84(lat, lon, datum);
  return `${x.toFixed(6)}, ${y.toFixed(6)}`;
}

/** @param {Position} position @param {number} east metres @param {number} north metres
 * @returns {Position} */
export function moved([lat, lon], east, north) {
  const metresOfLongitude = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return [lat + north / METRES_PER_DEGREE, lon + east / metresOfLongitude];
}

class PointPicker {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.config = JSON.parse(document.getElementById(root.dataset.position).textContent);
    this.text = /** @type {HTMLInputElement} */ (root.querySelector("input[type=text]"));
    this.datum = root.querySelector("select");
    this.answer = /** @type {HTMLInputElement} */ (root.querySelector("input[type=checkbox]"));
    this.stored = { text: this.text.value, datum: this.datum.value };
    this.typed = false; // whether the text is the clerk's own or written by the map
    this.asked = 0; // number of the last request: late answers are dropped
    /** @type {Position | null} */
    this.position = this.config.position;
    this.part("view").hidden = false;
    this.makeMap();
    this.listen();
    if (this.position) this.look();
    this.offerSearch();
  }

  /** @param {string} name @returns {any} */
  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  // Map

  makeMap() {
    const { map: base } = this.config;
    const start = this.position ? { ...base, center: this.position, zoom: CLOSE_UP } : base;
    // The wheel scrolls the form; it zooms only once the map is in use.
    this.map = createMap(this.part("map"), start, { scrollWheelZoom: false });
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    this.map.on("click", (/** @type {any} */ { latlng }) => this.move([latlng.lat, latlng.lng]));
    this.around = L.layerGroup().addTo(this.map);
    this.ring = L.circle([0, 0], { radius: NEARBY, className: "near-ring", interactive: false });
    this.marker = this.makeMarker();
    this.draw();
  }

  makeMarker() {
    const icon = L.divIcon({ className: "point-marker", html: drop(), iconSize: [36, 44], iconAnchor: [18, 43] });
    const marker = L.marker([0, 0], { icon, draggable: true, autoPan: true, zIndexOffset: 1000 });
    marker.on("add", () => this.readKeys(marker.getElement()));
    marker.on("dragend", () => this.move(ofLatLng(marker.getLatLng())));
    return marker;
  }

  /** @param {HTMLElement} element */
  readKeys(element) {
    element.setAttribute("aria-label", this.config.messages.marker);
    element.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? LONG_STEP : STEP;
      const ways = { ArrowUp: [0, step], ArrowDown: [0, -step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] };
      const way = ways[/** @type {keyof ways} */ (event.key)];
      if (!way || !this.position) return;
      event.preventDefault();
      event.stopPropagation(); // Leaflet would pan the map
      this.move(moved(this.position, way[0], way[1]));
    });
  }

  /** Draw the position, or nothing. */
  draw() {
    if (!this.position) {
      this.marker.remove();
      this.ring.remove();
      this.around.clearLayers();
      return;
    }
    this.marker.setLatLng(this.position);
    this.ring.setLatLng(this.position);
    for (const layer of [this.ring, this.marker]) {
      if (!this.map.hasLayer(layer)) layer.addTo(this.map);
    }
    if (!this.map.getBounds().contains(this.position)) this.map.setView(this.position, CLOSE_UP);
    else this.map.panInside(this.position, { padding: [40, 48] });
  }

  // What the clerk does

  listen() {
    const read = later(() => this.look(), TYPING_PAUSE);
    this.text.addEventListener("input", () => {
      this.typed = true;
      read();
    });
    this.datum.addEventListener("change", () => this.changeDatum());
    this.part("swap").addEventListener("click", () => this.position && this.move(this.position));
    this.part("back").addEventListener("click", () => this.restore());
    this.lookLater = later(() => this.look(), TYPING_PAUSE);
    this.form.querySelector("select[name=district]")?.addEventListener("change", this.lookLater);
    if (navigator.geolocation) this.offerGeolocation();
  }

  /** The map's own position stays where it is; numbers that were typed are read anew. */
  changeDatum() {
    if (this.typed) this.look();
    else if (this.position) this.write(this.position);
  }

  /** Put the marker somewhere; the text follows, and the server looks around.
   * @param {Position} position */
  move(position) {
    this.typed = false;
    this.position = position;
    this.write(position);
    this.draw();
    this.lookLater();
  }

  /** @param {Position} position */
  write(position) {
    this.text.value = positionText(position, /** @type {Datum} */ (this.datum.value));
    this.showDatums();
    this.showBack();
  }

  restore() {
    this.text.value = this.stored.text;
    this.datum.value = this.stored.datum;
    this.typed = false;
    this.look();
  }

  offerGeolocation() {
    const button = this.part("here");
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          this.move([coords.latitude, coords.longitude]);
          this.map.setView(this.position, CLOSE_UP);
        },
        ({ message }) => this.say(this.config.messages.here.replace("%(reason)s", message)),
        { enableHighAccuracy: true, timeout: 15000 },
      ),
    );
  }

  offerSearch() {
    const place = this.part("search");
    if (!place) return;
    const take = (/** @type {Position} */ position) => {
      this.move(position);
      this.map.setView(position, CLOSE_UP);
    };
    new AddressSearch(place, this.config.search, this.token, take).start();
  }

  get form() {
    return /** @type {HTMLFormElement} */ (this.root.closest("form"));
  }

  get token() {
    const field = this.form.querySelector("[name=csrfmiddlewaretoken]");
    return /** @type {HTMLInputElement} */ (field).value;
  }

  // What the server says

  /** Let the server read the text, question it and look around. */
  async look() {
    const number = (this.asked += 1);
    const body = new FormData();
    body.set("text", this.text.value);
    body.set("datum", this.datum.value);
    if (this.config.place) body.set("place", String(this.config.place));
    const district = /** @type {HTMLSelectElement} */ (this.form.querySelector("[name=district]"));
    if (district) body.set("district", district.value);
    try {
      const headers = { "X-CSRFToken": this.token };
      const answer = await fetch(this.config.lookUrl, { method: "POST", body, headers });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const found = await answer.json();
      if (number === this.asked) this.show(found);
    } catch (error) {
      if (number === this.asked) this.say(this.config.messages.offline);
      console.warn(error);
    }
  }

  /** @param {any} found what PlaceAdmin.position_view answers */
  show(found) {
    if (found.datum) this.datum.value = found.datum;
    // What the map wrote has been drawn already, and more precisely than its text.
    if (this.typed || !found.position || !this.position) this.position = found.position;
    else if (this.text.value === this.stored.text) this.position = found.position;
    this.say(found.message && !found.question ? found.message : "");
    this.ask(found);
    this.draw();
    this.showDatums();
    this.showBack();
    this.showNear(found.neighbours);
  }

  /** @param {any} found */
  ask({ question, message, answer }) {
    this.part("question").hidden = !question;
    this.part("question-text").textContent = question ? message : "";
    this.part("swap").hidden = question !== "swapped";
    this.answer.closest("label").hidden = question === "swapped";
    this.part("answer-text").textContent = this.config.messages.keep;
    if (this.answer.value !== answer) this.answer.checked = false;
    this.answer.value = answer ?? "";
  }

  /** @param {string} text */
  say(text) {
    this.part("message").hidden = !text;
    this.part("message").textContent = text;
  }

  showBack() {
    const untouched = this.text.value === this.stored.text && this.datum.value === this.stored.datum;
    this.part("back").hidden = !this.stored.text || untouched;
  }

  showDatums() {
    const list = this.part("datums");
    list.hidden = !this.position;
    if (!this.position) return;
    const rows = [...this.datum.options].map(({ value, text }) => {
      const row = document.createElement("div");
      const [name, numbers] = [document.createElement("dt"), document.createElement("dd")];
      name.textContent = text;
      numbers.textContent = positionText(this.position, /** @type {Datum} */ (value));
      numbers.dataset.datum = value;
      row.append(name, numbers);
      return row;
    });
    list.replaceChildren(...rows);
  }

  /** @param {Neighbour[]} neighbours */
  showNear(neighbours) {
    const { near, alone } = this.config.messages;
    this.part("near-title").textContent = this.position ? (neighbours.length ? near : alone) : "";
    this.part("near-title").hidden = !this.position;
    this.part("near").replaceChildren(...neighbours.map(nearRow));
    this.around.clearLayers();
    for (const { latitude, longitude, color, name } of neighbours) {
      const dot = L.circleMarker([latitude, longitude], { radius: 7, color: "#fff", weight: 2, fillColor: color, fillOpacity: 1 });
      const label = document.createElement("span");
      label.textContent = name;
      dot.bindTooltip(label).addTo(this.around);
    }
  }
}

/** @param {Neighbour} neighbour */
function nearRow({ name, category, status, status_text, distance: away, url }) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  const [distance, more] = [document.createElement("b"), document.createElement("span")];
  const state = document.createElement("span");
  distance.textContent = away;
  link.href = url;
  link.target = "_blank";
  link.textContent = name;
  more.className = "quiet";
  more.textContent = category;
  state.className = `state state-${status}`;
  state.textContent = status_text;
  row.append(distance, link, more, state);
  return row;
}

/** The marker: a filled drop, as on the public map. */
function drop() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 36 44");
  const [shape, hole] = ["path", "circle"].map((name) => document.createElementNS(svg.namespaceURI, name));
  shape.setAttribute("d", "M18 43C8 30 2 24 2 16a16 16 0 0 1 32 0c0 8-6 14-16 27z");
  hole.setAttribute("cx", "18");
  hole.setAttribute("cy", "16");
  hole.setAttribute("r", "6");
  svg.append(shape, hole);
  return svg;
}

/** @param {{lat: number, lng: number}} latLng @returns {Position} */
const ofLatLng = ({ lat, lng }) => [lat, lng];

/** @param {() => void} act @param {number} pause milliseconds @returns {() => void} */
function later(act, pause) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, pause);
  };
}

for (const root of document.querySelectorAll("[data-position]")) {
  new PointPicker(/** @type {HTMLElement} */ (root));
}
