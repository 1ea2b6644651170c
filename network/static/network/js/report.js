/** The report's form: a key that makes sending twice one report, the device's number, the map. */

const config = JSON.parse(document.getElementById("config")?.textContent ?? "{}");
const form = /** @type {HTMLFormElement} */ (document.getElementById("report"));
const spot = /** @type {HTMLElement} */ (document.getElementById("spot"));
const status = /** @type {HTMLElement} */ (document.getElementById("spot-status"));

/** @param {string} name @param {string} value */
const fill = (name, value) => {
  /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = value;
};

/** Random hexadecimal digits, where randomUUID is not: it needs HTTPS. */
const random = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

/** The number by which two reports of one browser are known as such; made when first sent. */
function device() {
  try {
    localStorage.device ??= random();
    return localStorage.device;
  } catch {
    return ""; // storage is forbidden: so be it
  }
}

/** @param {string} tag @param {Record<string, string>} properties */
const load = (tag, properties) =>
  new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement(tag), properties, { onload, onerror }));
  });

async function openMap() {
  const { script, styles } = config.leaflet;
  const sheets = styles.map((/** @type {string} */ href) => load("link", { rel: "stylesheet", href }));
  await Promise.all([...sheets, load("script", { src: script })]);
  const { createSpot } = await import("./spot.js");
  createSpot(config, (lat, lon) => {
    fill("lat", lat.toFixed(6));
    fill("lon", lon.toFixed(6));
    status.textContent = config.messages.moved;
  });
}

/** @type {Promise<void> | undefined} */
let map;
function showSpot() {
  spot.hidden = new FormData(form).get("kind") !== "pin";
  if (spot.hidden) return;
  map ??= openMap().catch(() => {
    status.textContent = config.messages.failed;
  });
  spot.scrollIntoView({ block: "nearest" });
}

form.addEventListener("change", showSpot);
form.addEventListener("submit", () => fill("device", device()));
// Also when the page comes back from the browser's memory, or from the device's own store.
addEventListener("pageshow", () => fill("key", random()));
showSpot();
