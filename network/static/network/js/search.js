/** The search box: suggests while one types; what is taken becomes a place to look from, a
 * filter or the chosen place. */

import { suggest } from "./api.js";
import { icon } from "./slots.js";
import { FIRST, toggled } from "./state.js";
import { config, countSuggested, nameOf, say, titleOf } from "./words.js";

/** @import { Field, Store, Suggestion } from "./types.js" */

const REST = 150; // milliseconds between the last letter and the question

/**
 * @param {Store} store
 * @param {(height: "half" | "full") => void} raise sets the sheet's height
 */
export function enhanceSearch(store, raise) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("search"));
  const box = /** @type {HTMLInputElement} */ (document.getElementById("q"));
  const list = createOptions(box, take);
  let flight = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;

  async function offer() {
    flight.abort();
    flight = new AbortController();
    const q = box.value.trim();
    if (!q) return list.show([]);
    const found = await suggest(q, store.get().origin, flight.signal).catch(() => null);
    if (found && box.value.trim() === q && document.activeElement === box) list.show(found);
  }

  /** @param {Suggestion} found */
  function take(found) {
    box.value = "";
    const { kind, code, lat = 0, lon = 0 } = found;
    const rest = { q: "", limit: FIRST, chosen: null };
    if (kind === "place") {
      const { name, name_en, category = "" } = found;
      store.set({ ...rest, chosen: { id: code, name, name_en, category, lat, lon } });
    } else if (kind === "district" || kind === "street") {
      store.set({ ...rest, origin: { kind, code, lat, lon, name: titleOf(found) }, view: null });
    } else {
      const { filters } = store.get();
      const isOn = filters[/** @type {Field} */ (kind)].includes(code);
      store.set({ ...rest, filters: isOn ? filters : toggled(filters, kind, code) });
    }
    raise("half");
  }

  box.addEventListener("input", (event) => {
    clearTimeout(resting);
    if (!box.value && store.get().q) store.set({ q: "", limit: FIRST });
    // A word still being composed from pinyin is no word yet.
    if (!(/** @type {InputEvent} */ (event).isComposing)) resting = setTimeout(offer, REST);
  });
  box.addEventListener("compositionend", offer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(resting);
    flight.abort();
    list.show([]);
    store.set({ q: box.value.trim(), limit: FIRST, chosen: null });
    raise(store.get().q ? "full" : "half");
    box.blur();
  });
  store.on((now, before) => {
    if (now.q !== before.q && document.activeElement !== box) box.value = now.q;
  });
}

/** The list under the box, as a combobox has one: arrows choose, Enter takes, Escape closes.
 * @param {HTMLInputElement} box @param {(found: Suggestion) => void} take */
function createOptions(box, take) {
  const list = /** @type {HTMLElement} */ (document.getElementById("suggestions"));
  /** @type {Suggestion[]} */
  let offered = [];
  let active = -1;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    box.setAttribute(name, value);
  }

  /** @param {Suggestion[]} found */
  function show(found) {
    offered = found;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length) {
      /** @type {HTMLElement} */ (document.getElementById("status")).textContent = countSuggested(found.length);
    }
    mark(-1);
  }

  /** @param {number} index -1: none */
  function mark(index) {
    active = index;
    list.querySelectorAll("li").forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    const item = list.children[index];
    item?.scrollIntoView({ block: "nearest" });
    if (item) box.setAttribute("aria-activedescendant", item.id);
    else box.removeAttribute("aria-activedescendant");
  }

  /** @param {number} index */
  function choose(index) {
    const found = offered[index];
    show([]);
    take(found);
    box.blur();
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !offered.length) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) mark((active + by + (active < 0 && by < 0 ? 1 : 0) + offered.length) % offered.length);
    else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("blur", () => show([]));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", ({ target }) => {
    const item = /** @type {Element} */ (target).closest("li");
    if (item) choose([...list.children].indexOf(item));
  });
  return { show };
}

/** @param {Suggestion} found @param {number} index */
function option(found, index) {
  const item = document.createElement("li");
  item.id = `suggestion-${index}`;
  item.setAttribute("role", "option");
  const name = document.createElement("span");
  [name.textContent, name.lang] = nameOf(found);
  const note = document.createElement("small");
  note.textContent = noteOf(found);
  item.append(icon(iconOf(found)), name, note);
  return item;
}

/** @param {Suggestion} found */
function noteOf({ kind, district, count }) {
  const area = config.districts.find(({ code }) => code === district)?.name ?? "";
  if (kind === "place") return area;
  const what = kind === "street" && area ? area : say(`kind_${kind}`);
  return count ? [what, count].join(say("dot")) : what;
}

/** @param {Suggestion} found */
function iconOf({ kind, code }) {
  if (kind === "amenity") return config.amenities[code]?.[1] ?? "dot";
  if (kind === "service") return config.services[code]?.[1] ?? "dot";
  return { district: "map", street: "map", category: "filter", place: "pin" }[kind] ?? "pin";
}
