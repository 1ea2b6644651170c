/** Where to look from: the device's position, else district and street; and why it is not known. */

import { askPosition } from "./locate.js";
import { part } from "./slots.js";
import { config, metresWords, say } from "./words.js";

/** @import { Origin, Store } from "./types.js" */

const SLOW = 3000; // milliseconds, after which another way is offered
const WRONG = 1000; // metres of accuracy, from which on the list may be wrong
const REASONS = ["unsupported", "denied", "unavailable", "timeout"];

/** @param {Store} store @param {Promise<void>} begun the first position, where it was asked for */
export function enhanceWhere(store, begun) {
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("[data-locate]")) waitFor(locate(store));
  });
  enhanceSelects(store);
  store.on((now, before) => {
    if (now.origin !== before.origin) judge(now.origin);
  });
  waitFor(begun.then(() => judge(store.get().origin)));
}

/** @param {Store} store */
async function locate(store) {
  const { origin: before } = store.get();
  const origin = await askPosition();
  // Who chose another place meanwhile has answered already.
  if (store.get().origin === before) store.set({ origin, q: "", chosen: null, view: null });
}

/** Show that a position is waited for, that it takes long, or why it will not come.
 * @param {Promise<void>} position */
async function waitFor(position) {
  const slow = setTimeout(() => tell(say("slow")), SLOW);
  wait(true);
  try {
    await position;
  } catch (error) {
    tell(say(REASONS[/** @type {GeolocationPositionError} */ (error).code] ?? "unavailable"));
  } finally {
    clearTimeout(slow);
    wait(false);
  }
}

/** @param {boolean} waiting */
function wait(waiting) {
  for (const button of document.querySelectorAll("[data-locate]")) {
    if (waiting) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

/** @param {Origin} origin */
function judge({ kind, accuracy = 0 }) {
  const wrong = kind === "device" && accuracy > WRONG;
  tell(wrong ? say("rough", { distance: metresWords(accuracy) }) : "");
}

/** Say in one sentence why, beside the other ways.
 * @param {string} why empty: there is nothing to say */
function tell(why) {
  const sentence = part("refused");
  sentence.hidden = !why;
  sentence.textContent = why;
  if (!why) return;
  document.documentElement.removeAttribute("data-locating");
  /** @type {HTMLDetailsElement} */ (part("where")).open = true;
  part("status").textContent = `${why} ${part("where").querySelector(".by-map")?.textContent ?? ""}`;
}

/** First the district, then its street.
 * @param {Store} store */
function enhanceSelects(store) {
  const [area, street] = ["area", "street"].map((id) => /** @type {HTMLSelectElement} */ (part(id)));
  area.addEventListener("change", () => {
    const district = config.districts.find(({ code }) => code === area.value);
    if (!district) return;
    const { lat, lon, code } = district;
    lookFrom({ kind: "district", lat, lon, code });
    offerStreets(code);
  });
  street.addEventListener("change", () => {
    const { value: code, textContent: name, dataset } = street.selectedOptions[0];
    const [lat, lon] = [Number(dataset.lat), Number(dataset.lon)];
    if (code) lookFrom({ kind: "street", lat, lon, code, name: name ?? "" });
  });
  /** @param {Origin} origin */
  const lookFrom = (origin) => store.set({ origin, q: "", chosen: null, view: null });
  store.on(({ origin }, before) => {
    if (origin === before.origin) return;
    if (origin.kind !== "street") street.value = "";
    if (origin.kind === "district") area.value = origin.code ?? "";
    else if (origin.kind !== "street") area.value = "";
    part("streets").hidden = !area.value || street.options.length < 2;
  });
}

/** The streets of a district, from the page that the server would have shown.
 * @param {string} code */
async function offerStreets(code) {
  const response = await fetch(`/?district=${code}`).catch(() => null);
  if (!response?.ok) return; // the district alone will do
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const offered = page.querySelectorAll("#street option");
  const area = /** @type {HTMLSelectElement} */ (part("area"));
  if (area.value !== code) return;
  part("street").replaceChildren(...offered);
  part("streets").hidden = offered.length < 2;
}
