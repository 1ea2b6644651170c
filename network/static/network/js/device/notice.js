/** The date of the data that the device answers from. */

import { config, dayWords, say } from "../words.js";

/** The day of a moment on the network's clocks.
 * @param {string} moment */
export const dateWords = (moment) =>
  dayWords(new Intl.DateTimeFormat("sv-SE", { timeZone: config.timeZone }).format(new Date(moment)));

/** @import { Kept } from "../types.js" */

/** @param {Kept} kept */
export function showDate({ madeAt, offline }) {
  const date = dateWords(madeAt);
  const foot = document.getElementById("made-at");
  if (foot) foot.textContent = say("data_of", { date });
  const note = document.getElementById("no-network") ?? addNote();
  if (note) note.hidden = !offline;
  if (note) note.textContent = say("offline_data", { date });
}

/** Above the list, where there is one. */
function addNote() {
  const note = document.createElement("p");
  Object.assign(note, { id: "no-network", className: "note" });
  document.getElementById("left-out")?.before(note);
  addEventListener("online", () => void (note.hidden = true));
  return note.isConnected ? note : null;
}
