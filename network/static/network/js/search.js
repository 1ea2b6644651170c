/** The search box: finds as one types, once the fingers rest. */

import { FIRST } from "./state.js";

/** @import { Store } from "./types.js" */

const REST = 250; // milliseconds

/**
 * @param {Store} store
 * @param {(height: "half" | "full") => void} raise sets the sheet's height
 */
export function enhanceSearch(store, raise) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("search"));
  const box = /** @type {HTMLInputElement} */ (document.getElementById("q"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const find = () => {
    clearTimeout(resting);
    const q = box.value.trim();
    if (q === store.get().q) return;
    store.set({ q, limit: FIRST, chosen: null });
    raise(q ? "full" : "half");
  };
  box.addEventListener("input", (event) => {
    clearTimeout(resting);
    // A word still being composed from pinyin is no word yet.
    if (!(/** @type {InputEvent} */ (event).isComposing)) resting = setTimeout(find, REST);
  });
  box.addEventListener("compositionend", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
    box.blur();
  });
  store.on((now) => {
    document.body.toggleAttribute("data-searching", Boolean(now.q));
    if (!now.q && document.activeElement !== box) box.value = "";
  });
}
