/** The page's config, and its words: the same sentences, numbers and dates as the server's. */

/** @import { Access, Config, Named, Place, Warning } from "./types.js" */

const METRES_A_MINUTE = 70;
const FAR = 120; // minutes
const DAY = 24 * 3600 * 1000; // milliseconds
// Sentences leave a gap beside a time such as 9:00; beside a word such as 明天 there is none.
const GAP = /([\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g;
const HINTS = ["holiday", "unannounced"];

/** @type {Config} */
export const config = JSON.parse(document.getElementById("config")?.textContent ?? "{}");

const english = config.lang.startsWith("en");

/** The language of data that has no translation, where it is not the page's. */
export const dataLang = english ? "zh-Hans" : "";

/** A sentence with its braces filled in.
 * @param {string} key @param {Record<string, unknown>} [values] */
export const say = (key, values = {}) =>
  config.messages[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A sentence for one, or for so many.
 * @param {string} key @param {number} n */
const count = (key, n) => say(n === 1 ? `${key}_one` : key, { n });

/** @param {number} n */
export const countPlaces = (n) => say(n === 1 ? "place_one" : "places", { n });

/** How many places of unknown hours a list of open ones leaves out; empty for none.
 * @param {number} n */
export const countLeftOut = (n) => (n ? count("left_out", n) : "");

/** @param {number} n */
export const countSuggested = (n) => count("suggested", n);

/** The name to show, and its language where it is not the page's.
 * @param {Named} place @returns {[string, string]} */
export function nameOf({ name, name_en: translated }) {
  return english && translated ? [translated, ""] : [name, dataLang];
}

/** The name of an area or a kind, in the page's language where it has one.
 * @param {Named} row */
export const titleOf = (row) => nameOf(row)[0];

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

/** “180 m”.
 * @param {number} metres */
export function metresWords(metres) {
  const { value, unit } = distanceWords(metres);
  return `${value} ${unit}`;
}

/** Open until when, closed until when, or not known; as pages/states.py says it.
 * @param {Place} place @param {string} [now] YYYY-MM-DD of the answer */
export function stateWords(place, now = today()) {
  const { state, changes_at: change } = place;
  if (place.closed_for_now) return closedWords(place, now);
  if (!change) return say(state === "open" || state === "closing_soon" ? "open_always" : `${state}_plain`);
  return say(`${state}_at`, { at: atWords(change, now, state !== "closed") }).replace(GAP, "$1");
}

/** A local minute as one says it today; an end at midnight belongs to the day that ends.
 * @param {string} local 2026-11-24T21:00 @param {string} now @param {boolean} ends */
function atWords(local, now, ends) {
  const [date, time] = local.split("T");
  if (ends && time === "00:00") {
    const before = new Date(Date.parse(date) - DAY).toISOString().slice(0, 10);
    return dayAndTime(before, "24:00", now);
  }
  return dayAndTime(date, english ? time : time.replace(/^0/, ""), now);
}

/** The time, with as much of the day as is needed.
 * @param {string} date @param {string} time @param {string} now */
function dayAndTime(date, time, now) {
  const away = Math.round((Date.parse(date) - Date.parse(now)) / DAY);
  if (away === 0) return time;
  if (away === 1) return say("tomorrow_at", { time });
  const weekday = config.weekdays[(new Date(date).getUTCDay() + 6) % 7];
  return say("day_at", { day: away > 1 && away < 7 ? weekday : dayWords(date), time });
}

/** The notice of a place that is closed for now; empty once its day has come.
 * @param {{closed_for_now: boolean, closed_until: string | null}} place @param {string} now */
export function closedWords({ closed_for_now: closed, closed_until: until }, now = today()) {
  if (!closed) return "";
  if (!until) return say("closed");
  return until > now ? say("closed_until", { date: dayWords(until) }) : "";
}

/** Who may enter and what is needed, in the fewest words.
 * @param {Access} access */
export function entryWords({ who, needs }) {
  const first = who.includes("everyone") ? ["everyone"] : who;
  const then = needs.filter((code) => code !== "nothing" || !first.length);
  const names = [...first.map((code) => config.access.who[code]), ...then.map((code) => config.access.needs[code])];
  return names.join(say("dot"));
}

/** What several visitors reported, as long as it counts.
 * @param {Warning[]} warnings @param {string} [now] */
export const warningWords = (warnings, now = today()) =>
  warnings
    .filter(({ until }) => until >= now)
    .map(({ kind, reported_on: date }) => say(`warned_${kind}`, { date: dayWords(date) }))
    .join(say("dot"));

/** Why the state may be wrong today.
 * @param {string[]} hints */
export const hintWords = (hints) =>
  HINTS.filter((code) => hints.includes(code))
    .map((code) => say(`hint_${code}`))
    .join(say("dot"));

/** Today on the network's clocks, as YYYY-MM-DD, by their offset on the page's day: asking Intl
 * the first time takes longer than filling the whole list. */
export const today = () =>
  new Date(Date.now() + config.utcOffset * 60_000).toISOString().slice(0, 10);

/** @type {Intl.DateTimeFormat | undefined} */
let days;

/** @param {string} date YYYY-MM-DD */
export function dayWords(date) {
  const form = /** @type {const} */ ({ month: "long", day: "numeric", timeZone: "UTC" });
  days ??= new Intl.DateTimeFormat(english ? "en-US" : "zh-CN", form);
  return days.format(new Date(date));
}
