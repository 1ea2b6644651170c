/** The page's address: filters, words, a chosen point, the map as it was moved; never the
 * device's position. Back, forward and reload show what was there. */

import { metresBetween } from "./api.js";
import { cityOrigin } from "./asked.js";
import { lastPosition } from "./locate.js";
import { FIRST, asksTheSame, filterEntries, keepAddress } from "./state.js";

/** @import { State, Store } from "./types.js" */

const NEAR = 500; // metres: a view this near to the device would tell where it is

/** @param {State} state */
export function addressOf({ origin, filters, q, limit, view, chosen }) {
  const query = new URLSearchParams();
  for (const [name, value] of filterEntries(filters)) {
    for (const code of [value].flat()) query.append(name, value === true ? "1" : String(code));
  }
  if (origin.kind === "district" || origin.kind === "street") query.set(origin.kind, origin.code ?? "");
  if (origin.kind === "pin") {
    query.set("lat", origin.lat.toFixed(3));
    query.set("lon", origin.lon.toFixed(3));
  }
  if (q) query.set("q", q);
  if (limit !== FIRST) query.set("limit", String(limit));
  if (view && !(origin.kind === "device" && metresBetween(origin, view) < NEAR)) {
    query.set("at", [view.lat.toFixed(3), view.lon.toFixed(3), view.zoom].join(","));
  }
  if (chosen) query.set("place", chosen.id);
  const text = String(query).replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `/?${text}` : "/";
}

/** What the history keeps of a state: all but the device's position.
 * @param {State} state */
const kept = ({ origin, filters, q, limit, chosen, view }) => {
  const from = origin.kind === "device" ? { kind: "device" } : origin;
  return { origin: from, filters, q, limit, chosen, view };
};

/** @param {Store} store */
export function followAddress(store) {
  let goingBack = false;
  // What the map will read from the first address must still be there.
  write(store.get(), "replaceState", location.pathname + location.search);
  store.on((now, before) => {
    if (goingBack || (asksTheSame(now, before) && now.chosen === before.chosen && now.view === before.view)) return;
    // The map's moves and a change of choice are no steps of their own.
    const isStep = !asksTheSame(now, before) || (now.chosen && !before.chosen);
    write(now, isStep && addressOf(now) !== addressOf(before) ? "pushState" : "replaceState");
  });
  window.addEventListener("popstate", ({ state }) => {
    if (!state) return;
    const origin = state.origin.kind === "device" ? (lastPosition() ?? cityOrigin()) : state.origin;
    goingBack = true;
    store.set({ ...state, origin });
    goingBack = false;
    keepAddress(addressOf(store.get()));
  });
}

/** @param {State} state @param {"pushState" | "replaceState"} how @param {string} [address] */
function write(state, how, address = addressOf(state)) {
  history[how](kept(state), "", address);
  keepAddress(address);
  for (const link of document.querySelectorAll("a[data-language]")) {
    const [path] = (link.getAttribute("href") ?? "").split("?");
    link.setAttribute("href", `${path}?next=${encodeURIComponent(address)}`);
  }
}
