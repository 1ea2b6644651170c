/** What a visit leaves for the next one: the worker and the pack, fetched once nothing else is. */

import { idle, keepPacks } from "./packs.js";

const LANGUAGE = "shells"; // in local storage: the language that the worker's pages are in

/**
 * @param {{edition: number, lang: string}} config of the page
 * @param {{lat: number, lon: number}} where the part of a large network to keep lies
 */
export async function register({ edition, lang }, where) {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  await idle();
  await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const sendReports = () => active?.postMessage("outbox");
  addEventListener("online", sendReports);
  sendReports();
  const isNew = !savesData() && (await keepPacks(edition, where));
  if (isNew || localStorage.getItem(LANGUAGE) !== lang) active?.postMessage("shells");
  localStorage.setItem(LANGUAGE, lang);
}

const savesData = () => Boolean(/** @type {any} */ (navigator).connection?.saveData);
