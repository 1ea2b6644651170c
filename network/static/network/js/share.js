/** What a place's page offers beyond links: copy, share, the map app of the device first. */

const status = /** @type {HTMLElement} */ (document.getElementById("status"));

/** The code of the map app that is most likely on this device.
 * @param {string} agent */
export function likely(agent) {
  if (/MicroMessenger/.test(agent)) return "tencent";
  if (/iPhone|iPad|Macintosh/.test(agent)) return "apple";
  return /Android/.test(agent) ? "geo" : "amap";
}

/** Put the likely app first, in the list and on the button. */
function orderWays() {
  const way = document.querySelector(`[data-way="${likely(navigator.userAgent)}"]`);
  const go = document.getElementById("go");
  if (!(way instanceof HTMLAnchorElement) || !(go instanceof HTMLAnchorElement)) return;
  way.closest("ul")?.prepend(/** @type {Node} */ (way.closest("li")));
  go.href = way.href;
}

/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  const label = button.querySelector("span") ?? button;
  label.textContent = status.textContent = button.dataset.done ?? "";
}

/** @param {HTMLElement} button */
function offerCopy(button) {
  const source = document.querySelector(button.dataset.copy ?? "");
  button.hidden = false;
  button.addEventListener("click", () => copy(button, source?.textContent ?? ""));
}

/** @param {HTMLElement} button */
function offerShare(button) {
  const url = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]")).href;
  const title = document.querySelector("h1")?.textContent ?? "";
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title, url });
      else await copy(button, url);
    } catch (error) {
      // The visitor changed their mind: nothing went wrong.
      if (/** @type {Error} */ (error).name !== "AbortError") throw error;
    }
  });
}

orderWays();
// The clipboard is there in secure contexts only.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    offerCopy(/** @type {HTMLElement} */ (button));
  }
}
const share = document.getElementById("share");
if (share && (navigator.share || navigator.clipboard)) offerShare(share);
