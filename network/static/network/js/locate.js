/** The device's position: only after a tap, or where it was allowed before. */

import { say } from "./words.js";

/** @import { Store } from "./types.js" */

const OPTIONS = { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 };
const REASONS = ["unsupported", "denied", "unavailable", "timeout"];

/** @param {Store} store */
export async function enhanceLocate(store) {
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("[data-locate]")) locate(store);
  });
  const { origin, q } = store.get();
  if (origin.kind === "city" && !q && (await isAllowed())) locate(store);
}

async function isAllowed() {
  if (!navigator.permissions || !navigator.geolocation) return false;
  return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
}

/** @param {Store} store */
function locate(store) {
  if (!navigator.geolocation) return refuse(0);
  wait(true);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      wait(false);
      tell(null);
      const { latitude: lat, longitude: lon, accuracy } = coords;
      store.set({ origin: { kind: "device", lat, lon, accuracy }, q: "", chosen: null });
    },
    ({ code }) => refuse(code),
    OPTIONS,
  );
}

/** @param {boolean} waiting */
function wait(waiting) {
  for (const button of document.querySelectorAll("[data-locate]")) {
    if (waiting) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
  if (waiting) /** @type {HTMLElement} */ (document.getElementById("status")).textContent = say("locating");
}

/** @param {number} code of GeolocationPositionError; 0: the browser has no geolocation */
function refuse(code) {
  wait(false);
  tell(say(REASONS[code] ?? "unavailable"));
}

/** Say why there is no position, beside the districts to choose from.
 * @param {string | null} why */
export function tell(why) {
  const notice = /** @type {HTMLElement} */ (document.getElementById("refused"));
  notice.hidden = !why;
  document.body.toggleAttribute("data-refused", Boolean(why));
  if (!why) return;
  /** @type {HTMLElement} */ (notice.querySelector("[data-slot=why]")).textContent = why;
  /** @type {HTMLElement} */ (document.getElementById("status")).textContent =
    notice.querySelector("p")?.textContent ?? "";
}
