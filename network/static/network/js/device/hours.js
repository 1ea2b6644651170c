/** When places are open: looked up among the transitions of the next weeks. */

import { summed } from "./columns.js";

/** @import { Clock, Judged, Pack } from "./types.js" */

const STATES = ["closed", "open", "unknown"];
const SOON = 30; // minutes
export const DAY = 86400000; // milliseconds

/** The network's wall time; minutes are whole ones since 1970, UTC.
 * @param {string} timeZone @returns {Clock} */
export function createClock(timeZone) {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const local = (/** @type {number} */ minute) => format.format(minute * 60000).replace(" ", "T");
  const asUtc = (/** @type {string} */ text) => Date.parse(`${text}Z`) / 60000;
  return {
    local,
    minuteOf(text) {
      if (text === "now") return Math.floor(Date.now() / 60000);
      const wall = asUtc(text);
      const guess = 2 * wall - asUtc(local(wall));
      return guess + wall - asUtc(local(guess)); // again, for a clock that changes in between
    },
  };
}

/** States of all hours in a minute; a value is judged when it is first asked for.
 * @param {Pack} pack @param {number} minute @param {Clock} clock @returns {Judged} */
export function judge(pack, minute, clock) {
  const today = clock.local(minute).slice(0, 10);
  const known = pack.first <= minute && minute < pack.end;
  /** @type {ReturnType<Judged["state"]>[]} */
  const judged = [];
  return {
    today: Date.parse(today) / DAY,
    state(value) {
      judged[value] ??= known
        ? { ...lookUp(pack.tables[value], minute, clock), hints: hintsOf(pack, value, today) }
        : { state: "unknown", changes_at: null, hints: [] };
      return judged[value];
    },
  };
}

/** @param {Pack["tables"][0]} table @param {number} minute @param {Clock} clock */
function lookUp([differences, states], minute, clock) {
  const minutes = summed(differences);
  let at = minutes.length - 1;
  while (minutes[at] > minute) at -= 1;
  const state = STATES[Number(states[at])];
  if (state === "unknown" || at + 1 === minutes.length) return { state, changes_at: null };
  const closes = state === "open" && states[at + 1] === "0" && minutes[at + 1] - minute <= SOON;
  return { state: closes ? "closing_soon" : state, changes_at: clock.local(minutes[at + 1]) };
}

/** @param {Pack} pack @param {number} value @param {string} today */
const hintsOf = (pack, value, today) => pack.hints[value][pack.days[today] ?? "ordinary"] ?? [];
