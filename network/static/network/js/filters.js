/** Chips and the panel of all filters: links that no longer need a new page. */

import { addressOf } from "./address.js";
import { isPlain } from "./click.js";
import { FIRST, NO_FILTERS, toggled } from "./state.js";

/** @import { Field, Filters, State, Store } from "./types.js" */

/** @param {Store} store */
export function enhanceFilters(store) {
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("all"));
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a[data-field], [data-clear], [data-unknown], #more");
    if (link instanceof HTMLElement && isPlain(event)) {
      event.preventDefault();
      if (link.id === "more") store.set({ limit: 50 });
      else store.set({ filters: changed(store.get().filters, link), limit: FIRST });
    }
    if (target.closest("#all [data-close]") || !target.closest("#all")) panel.open = false;
  });
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    panel.open = false;
    panel.querySelector("summary")?.focus();
  });
  store.on((now, before) => {
    if (now.filters !== before.filters || now.origin !== before.origin || now.q !== before.q) showFilters(now);
  });
}

/** @param {Filters} filters @param {HTMLElement} link @returns {Filters} */
function changed(filters, { dataset: { field, code = "", open = "", unknown } }) {
  if (unknown !== undefined) return { ...filters, unknown: true };
  if (!field) return NO_FILTERS;
  if (field !== "open") return toggled(filters, /** @type {Field} */ (field), code);
  if (isOn(filters, field, code)) return { ...filters, open: "", unknown: false };
  return { ...filters, open, unknown: code === "unknown" };
}

/** @param {Filters} filters @param {string} field @param {string} code */
function isOn(filters, field, code) {
  if (field !== "open") return filters[/** @type {Field} */ (field)].includes(code);
  const on = filters.open === "now" ? (filters.unknown ? "unknown" : "now") : "night";
  return Boolean(filters.open) && on === code;
}

/** @param {ParentNode} root @returns {NodeListOf<HTMLElement>} */
const links = (root) => root.querySelectorAll("a[data-field]");

/** Bring all chips in line with the state.
 * @param {State} state */
function showFilters(state) {
  const { filters } = state;
  const panel = /** @type {HTMLElement} */ (document.querySelector(".panel"));
  const on = [...links(panel)].filter(({ dataset: { field = "", code = "" } }) => isOn(filters, field, code));
  offerChosen(on);
  for (const link of links(document)) {
    const { field = "", code = "" } = link.dataset;
    link.setAttribute("href", addressOf({ ...state, filters: changed(filters, link) }));
    if (isOn(filters, field, code)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const count = /** @type {HTMLElement} */ (document.getElementById("chosen"));
  count.textContent = String(on.length);
  count.hidden = !on.length;
  for (const link of document.querySelectorAll("#nothing [data-clear]")) {
    /** @type {HTMLElement} */ (link).hidden = !on.length;
  }
}

/** A filter chosen in the panel also gets a chip in the row, where it can be taken back.
 * @param {HTMLElement[]} on links of the panel */
function offerChosen(on) {
  const row = /** @type {HTMLElement} */ (document.querySelector(".chips"));
  const name = (/** @type {HTMLElement} */ { dataset }) => `${dataset.field} ${dataset.code}`;
  const wanted = on.map(name);
  for (const item of row.querySelectorAll("li[data-extra]")) {
    if (!wanted.includes(/** @type {HTMLElement} */ (item).dataset.extra ?? "")) item.remove();
  }
  const shown = [...links(row)].map(name);
  for (const source of on) {
    if (shown.includes(name(source))) continue;
    const item = /** @type {HTMLElement} */ (row.lastElementChild?.cloneNode(true));
    const link = /** @type {HTMLElement} */ (item.querySelector("a"));
    item.dataset.extra = name(source);
    delete link.dataset.open;
    Object.assign(link.dataset, source.dataset);
    /** @type {HTMLElement} */ (link.querySelector("span")).textContent =
      source.querySelector("span")?.textContent ?? "";
    link.querySelector("small")?.remove();
    row.firstElementChild?.after(item);
  }
}
