/** The page's config, and its words: the same sentences, numbers and dates as the server's. */

/** @import { Config } from "./types.js" */

const METRES_A_MINUTE = 70;
const FAR = 120; // minutes

/** @type {Config} */
export const config = JSON.parse(document.getElementById("config")?.textContent ?? "{}");

const english = config.lang.startsWith("en");

/** A sentence with its braces filled in.
 * @param {string} key @param {Record<string, unknown>} [values] */
export const say = (key, values = {}) =>
  config.messages[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {number} n */
export const countPlaces = (n) => say(n === 1 ? "place_one" : "places", { n });

/** The name to show, and its language where it is not the page's.
 * @param {{name: string, name_en?: string}} place @returns {[string, string]} */
export function nameOf({ name, name_en: translated }) {
  return english && translated ? [translated, ""] : [name, english ? "zh-Hans" : ""];
}

/** Metres to ten, kilometres to a tenth, and whole ones from ten on.
 * @param {number} metres */
export function distanceWords(metres) {
  const near = Math.max(10, Math.round(metres / 10) * 10);
  const minutes = Math.max(1, Math.round(metres / METRES_A_MINUTE));
  const walk = minutes > FAR ? say("walk_far") : say("walk", { minutes });
  if (near < 1000) return { value: String(near), unit: say("metres"), walk };
  const tenths = Math.round(metres / 100);
  const value = tenths < 100 ? (tenths / 10).toFixed(1) : String(Math.round(metres / 1000));
  return { value, unit: say("kilometres"), walk };
}

/** The notice of a place that is closed for now; empty once its day has come.
 * @param {{closed_for_now: boolean, closed_until: string | null}} place */
export function closedWords({ closed_for_now: closed, closed_until: until }) {
  if (!closed) return "";
  if (!until) return say("closed");
  return until > today() ? say("closed_until", { date: dayWords(until) }) : "";
}

/** Today in the network's time zone, as YYYY-MM-DD. */
function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: config.timeZone }).format();
}

/** @param {string} date YYYY-MM-DD */
function dayWords(date) {
  const format = { month: "long", day: "numeric", timeZone: "UTC" };
  const locale = english ? "en-US" : "zh-CN";
  return new Intl.DateTimeFormat(locale, /** @type {any} */ (format)).format(new Date(date));
}
