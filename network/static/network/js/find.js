/** The find page: the first list as soon as the position is known, then everything around it. */

import { createFinder } from "./api.js";
import { stateOf } from "./asked.js";
import { showDate } from "./device/notice.js";
import { first } from "./first.js";
import { showPlaces } from "./list.js";
import { asksTheSame, createState } from "./state.js";
import { config, say } from "./words.js";

/** @import { Answer, State } from "./types.js" */

const PATIENCE = 1500; // milliseconds: a position that takes longer must not hold up the map

const find = createFinder();
const asked = config.offline ? stateOf(location.search) : config.query;
const store = createState({
  .../** @type {State} */ (asked),
  edition: config.edition,
  chosen: null,
  view: null,
});

/** @type {Answer | null | undefined} of the first question, asked before this module was there */
let ready;

/** @type {State} what was asked last: an answer to anything else comes too late */
let latest;

/** @param {State} state */
async function refresh(state) {
  latest = state;
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = ready ?? (await find(state));
    if (latest !== state) return;
    document.body.removeAttribute("aria-busy");
    showPlaces(answer, state);
    tellDate(answer);
    if (answer.edition > store.get().edition) store.set({ edition: answer.edition });
    document.body.dispatchEvent(new CustomEvent("places", { detail: answer.places }));
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return;
    document.body.removeAttribute("aria-busy");
    const text = say(navigator.onLine ? "failed" : "offline");
    for (const id of ["about", "status"]) {
      /** @type {HTMLElement} */ (document.getElementById(id)).textContent = text;
    }
  }
}

/** When the data is from; to put a date into words for the first time takes long.
 * @param {Answer} answer */
async function tellDate({ kept }) {
  await painted();
  if (kept) showDate(kept);
}

/** @type {Promise<void>} the last list */
let listed = Promise.resolve();
store.on((now, before) => {
  if (!asksTheSame(now, before)) listed = refresh(now);
});

/** From the device's position at once, if that needs no question. */
async function begin() {
  const { origin } = store.get();
  // A page that this device kept has no list yet; where the position comes soon, one will do.
  if (config.offline && !(await soon(first))) listed = refresh(store.get());
  const found = await first;
  const answer = await found?.answer;
  if (found && store.get().origin === origin) {
    ready = answer;
    store.set({ origin: found.origin });
    ready = null;
  }
  await listed;
}

/** What a promise gives within a moment, else null.
 * @template T @param {Promise<T>} promise */
const soon = (promise) =>
  Promise.race([promise.catch(() => null), new Promise((done) => setTimeout(done, PATIENCE, null))]);

/** Fetch a module beside others, not after the one that imports it.
 * @param {string} href */
function preload(href) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
}

/** After the next paint. */
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

const begun = begin();
const shown = begun.catch(() => {}).then(painted);
await Promise.race([shown, new Promise((done) => setTimeout(done, PATIENCE))]);
for (const href of config.later) preload(href);
const { addRest } = await import("./rest.js");
addRest(store, begun);
