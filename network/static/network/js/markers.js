/** Drops for places and rings for clusters: DOM nodes, named and reachable by keyboard. */

import { L } from "./leaflet.js";
import { svg } from "./slots.js";
import { config, nameOf, say } from "./words.js";

/** @import { Cluster, Content, Pin } from "./types.js" */

const DROP = "M18 43C8 30 2 24 2 16a16 16 0 0 1 32 0c0 8-6 14-16 27z";

/** A drop with its category's glyph.
 * @param {string} category */
function drop(category) {
  const root = svg("svg", { viewBox: "0 0 36 44", "aria-hidden": "true" });
  const glyph = config.categories[category]?.icon ?? "dot";
  const place = { x: "8.5", y: "6.5", width: "19", height: "19", class: "glyph" };
  root.append(
    svg("path", { d: DROP, class: "drop" }),
    svg("use", { ...place, href: `${config.sprite}#${glyph}` }),
  );
  return root;
}

/** @param {Pin} pin */
function pinMarker(pin) {
  const icon = L.divIcon({
    className: `pin cat-${pin.category}`,
    html: drop(pin.category),
    iconSize: [36, 44],
    iconAnchor: [18, 43],
  });
  return L.marker([pin.lat, pin.lon], { icon, riseOnHover: true });
}

/** A ring, wider by the logarithm of its count.
 * @param {Cluster} cluster */
function clusterMarker([lat, lon, count]) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const size = Math.round((30 + 10 * Math.log10(count + 1)) * (rem > 24 ? 1.6 : 1)); // large type
  const text = document.createElement("span");
  text.textContent = String(count);
  const icon = L.divIcon({ className: "ring-marker", html: text, iconSize: [size, size] });
  return L.marker([lat, lon], { icon, zIndexOffset: -100 });
}

/** A marker answers to clicks, Enter and Space; `event` tells how it was reached.
 * @param {any} marker @param {string} name @param {(byKey: boolean) => void} act */
function dress(marker, name, act) {
  marker.on("click", () => act(false));
  marker.on("add", () => {
    const element = marker.getElement();
    element.setAttribute("aria-label", name);
    element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      act(true);
    });
  });
  return marker;
}

/**
 * @param {any} map L.Map
 * @param {{onPlace: (pin: Pin, byKey: boolean) => void}} options
 */
export function createMarkers(map, { onPlace }) {
  /** @type {Map<string, any>} */
  let shown = new Map();
  /** @type {Pin | null} */
  let chosen = null;

  /** @param {Pin} pin */
  const placed = (pin) => {
    const kind = config.categories[pin.category]?.name ?? "";
    const name = [nameOf(pin)[0], kind].filter(Boolean).join(", ");
    return dress(pinMarker(pin), name, (byKey) => onPlace(pin, byKey));
  };
  /** @param {Cluster} cluster */
  const clustered = (cluster) =>
    dress(clusterMarker(cluster), say("cluster", { n: cluster[2] }), () => zoomInto(cluster));
  /** @param {Cluster} cluster */
  const zoomInto = ([lat, lon]) => map.setView([lat, lon], Math.min(map.getZoom() + 2, map.getMaxZoom()));

  /** Show this content; what was there already stays as it is.
   * @param {Content} content */
  function draw({ clusters, places }) {
    const all = chosen && !places.some((pin) => pin.id === chosen?.id) ? [...places, chosen] : places;
    /** @type {Map<string, () => any>} */
    const wanted = new Map();
    for (const pin of all) wanted.set(`p${pin.id}`, () => placed(pin));
    for (const cluster of clusters) wanted.set(`c${cluster}`, () => clustered(cluster));
    for (const [key, marker] of shown) if (!wanted.has(key)) marker.remove();
    shown = new Map([...wanted].map(([key, make]) => [key, shown.get(key) ?? make().addTo(map)]));
    mark();
  }

  function mark() {
    for (const [key, marker] of shown) {
      marker.getElement()?.classList.toggle("chosen", key === `p${chosen?.id}`);
    }
  }

  return {
    draw,
    /** Enlarge one marker, drawing it if a cluster hides it.
     * @param {Pin | null} pin */
    choose(pin) {
      chosen = pin;
      if (pin && !shown.has(`p${pin.id}`)) shown.set(`p${pin.id}`, placed(pin).addTo(map));
      mark();
    },
    /** @param {string} id */
    focus: (id) => shown.get(`p${id}`)?.getElement()?.focus(),
  };
}
