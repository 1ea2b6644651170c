/** What the page shows, in one place; parts listen and change it, none keeps its own copy. */

/** @import { Field, Filters, Listener, State, Store } from "./types.js" */

export const FIRST = 20;

/** @type {Filters} */
export const NO_FILTERS = { category: [], amenity: [], service: [], access: [], open: "", unknown: false };

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
 * @param {Filters} filters @param {Field} field @param {string} code @returns {Filters} */
export function toggled(filters, field, code) {
  const codes = filters[field];
  const changed = codes.includes(code) ? codes.filter((c) => c !== code) : [...codes, code];
  return { ...filters, [field]: changed };
}

/** The filters as parameters of an address or members of a body: only those that are set.
 * @param {Filters} filters @returns {[string, string[] | string | boolean][]} */
export function filterEntries({ open, unknown, ...codes }) {
  /** @type {[string, string[] | string | boolean][]} */
  const entries = Object.entries(codes).filter(([, list]) => list.length);
  if (open) entries.push(["open", open]);
  if (open && unknown) entries.push(["unknown", true]);
  return entries;
}

const KEPT = "find"; // in this tab only

/** Remember the find page's address for the way back to it.
 * @param {string} address */
export const keepAddress = (address) => sessionStorage.setItem(KEPT, address);

/** The find page as it was left. */
export const addressKept = () => sessionStorage.getItem(KEPT) ?? "/";
