/** When the data is from: told once the page is there, as the first question comes before it.
 * @param {string} madeAt @param {boolean} offline */
export async function tellDate(madeAt, offline) {
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  }
  const { showDate } = await import("./notice.js");
  showDate(madeAt, offline);
}
