/** What a visit leaves for the next one: the worker and the pack, fetched once nothing else is. */

import { dropNear, keepNear } from "./near.js";
import { idle, keepPacks } from "./packs.js";
import { openSource } from "./source.js";

/** @import { Origin } from "../types.js" */

/** @typedef {{origin: Pick<Origin, "kind" | "lat" | "lon">, edition: number}} Shown
 *   where one looks from, and the edition that the page shows */

const LANGUAGE = "shells"; // in local storage: the language that the worker's pages are in

/**
 * @param {{lang: string, timeZone: string, offline?: boolean}} config of the page
 * @param {() => Shown} shown
 * @param {(edition: number) => void} [learn] told of a newer edition than a kept page knows
 */
export async function register({ lang, timeZone, offline }, shown, learn) {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  await idle();
  await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const sendReports = () => active?.postMessage("outbox");
  addEventListener("online", sendReports);
  sendReports();
  // A kept page knows only the edition of its day.
  if (offline && learn) await learnEdition(shown().edition, learn);
  const { edition, origin } = shown();
  const isNew = !savesData() && (await keepPacks(edition, origin));
  if (isNew) await dropNear();
  if (isNew || localStorage.getItem(LANGUAGE) !== lang) active?.postMessage("shells");
  localStorage.setItem(LANGUAGE, lang);
  await idle();
  const source = await openSource({ edition, timeZone });
  if (source && origin.kind === "device") await keepNear(source, origin);
}

/** @param {number} known @param {(edition: number) => void} learn */
async function learnEdition(known, learn) {
  const response = await fetch("/api/v1/edition");
  const { edition } = await response.json();
  if (edition > known) learn(edition);
}

const savesData = () => Boolean(/** @type {any} */ (navigator).connection?.saveData);
