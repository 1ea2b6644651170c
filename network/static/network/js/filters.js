/** Chips and the panel of all filters: links that no longer need a new page. */

import { addressOf, toggled } from "./state.js";

/** @import { Filters, State, Store } from "./types.js" */

/** @typedef {keyof Filters} Field */

const NONE = { category: [], amenity: [], service: [] };

/** @param {Store} store */
export function enhanceFilters(store) {
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("all"));
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a[data-field], [data-clear]");
    if (link instanceof HTMLElement && isPlain(event)) {
      event.preventDefault();
      store.set({ filters: changed(store.get().filters, link), limit: 20 });
    }
    if (target.closest("#all [data-close]") || !target.closest("#all")) panel.open = false;
  });
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    panel.open = false;
    panel.querySelector("summary")?.focus();
  });
  store.on((now, before) => {
    if (now.filters !== before.filters) showFilters(now);
  });
}

/** A click that is not meant for a new tab.
 * @param {MouseEvent} event */
export const isPlain = (event) =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

/** @param {Filters} filters @param {HTMLElement} link */
function changed(filters, { dataset: { field, code } }) {
  return field && code ? toggled(filters, /** @type {Field} */ (field), code) : NONE;
}

/** Bring all chips in line with the state.
 * @param {State} state */
export function showFilters(state) {
  const codes = Object.values(state.filters).flat();
  offerChosen(codes);
  for (const link of document.querySelectorAll("a[data-field]")) {
    const { field, code } = /** @type {HTMLElement} */ (link).dataset;
    const filters = toggled(state.filters, /** @type {Field} */ (field), code ?? "");
    link.setAttribute("href", addressOf({ ...state, filters }));
    if (codes.includes(code ?? "")) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const count = /** @type {HTMLElement} */ (document.getElementById("chosen"));
  count.textContent = String(codes.length);
  count.hidden = !codes.length;
  for (const link of document.querySelectorAll("#nothing [data-clear]")) {
    /** @type {HTMLElement} */ (link).hidden = !codes.length;
  }
}

/** A filter chosen in the panel also gets a chip in the row, where it can be taken back.
 * @param {string[]} codes */
function offerChosen(codes) {
  const row = /** @type {HTMLElement} */ (document.querySelector(".chips"));
  for (const item of row.querySelectorAll("li[data-extra]")) {
    if (!codes.includes(/** @type {HTMLElement} */ (item).dataset.extra ?? "")) item.remove();
  }
  for (const code of codes) {
    const selector = `[data-code="${CSS.escape(code)}"]`;
    const source = document.querySelector(`.panel ${selector}`);
    if (row.querySelector(selector) || !(source instanceof HTMLElement)) continue;
    const item = /** @type {HTMLElement} */ (row.lastElementChild?.cloneNode(true));
    const link = /** @type {HTMLElement} */ (item.querySelector("a"));
    item.dataset.extra = code;
    Object.assign(link.dataset, source.dataset);
    /** @type {HTMLElement} */ (link.querySelector("span")).textContent =
      source.querySelector("span")?.textContent ?? "";
    link.querySelector("small")?.remove();
    row.prepend(item);
  }
}
