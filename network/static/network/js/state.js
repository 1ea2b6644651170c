/** What the page shows, in one place; parts listen and change it, none keeps its own copy. */

/** @import { Filters, Listener, State, Store } from "./types.js" */

export const FIRST = 20;

/** @param {State} state @returns {Store} */
export function createState(state) {
  /** @type {Listener[]} */
  const listeners = [];
  return {
    get: () => state,
    /** @param {Partial<State>} changes */
    set(changes) {
      const before = state;
      state = { ...state, ...changes };
      for (const listener of listeners) listener(state, before);
    },
    /** @param {Listener} listener */
    on: (listener) => void listeners.push(listener),
  };
}

/** Whether two states list the same places.
 * @param {State} now @param {State} before */
export const asksTheSame = (now, before) =>
  ["origin", "filters", "q", "limit"].every((key) => Reflect.get(now, key) === Reflect.get(before, key));

/** The filters with one code switched on or off.
 * @param {Filters} filters @param {keyof Filters} field @param {string} code @returns {Filters} */
export function toggled(filters, field, code) {
  const codes = filters[field];
  const changed = codes.includes(code) ? codes.filter((c) => c !== code) : [...codes, code];
  return { ...filters, [field]: changed };
}

/** The page's address: filters, words, a chosen point to three decimals; never the device's.
 * @param {State} state */
export function addressOf({ origin, filters, q, limit }) {
  const query = new URLSearchParams();
  for (const [field, codes] of Object.entries(filters)) {
    for (const code of codes) query.append(field, code);
  }
  if (origin.kind === "district") query.set("district", origin.district ?? "");
  if (origin.kind === "pin") {
    query.set("lat", origin.lat.toFixed(3));
    query.set("lon", origin.lon.toFixed(3));
  }
  if (q) query.set("q", q);
  if (limit !== FIRST) query.set("limit", String(limit));
  return query.toString() ? `/?${query}` : "/";
}

const KEPT = "find"; // in this tab only

/** Remember the find page's address for the way back to it.
 * @param {string} address */
export const keepAddress = (address) => sessionStorage.setItem(KEPT, address);

/** The find page as it was left. */
export const addressKept = () => sessionStorage.getItem(KEPT) ?? "/";
