/** Before the first paint, so that nothing moves after it, and to ask early for what takes long.
 * No module: the browser waits for it, and it travels beside the stylesheet. */

(() => {
  const root = document.documentElement;
  const { device = "" } = /** @type {HTMLElement} */ (document.currentScript).dataset;
  try {
    // Large type, where this device keeps that choice.
    if (localStorage.getItem("large")) root.setAttribute("data-large", "");
  } catch {
    // Storage is switched off: the link in the address still works.
  }
  if (location.pathname !== "/") return;
  const later = Boolean(navigator.serviceWorker?.controller);
  const early = {
    allowed: isAllowed(),
    /** @type {Promise<GeolocationCoordinates | null> | null} */
    coords: null,
    near: later ? readNear() : null,
  };
  // Who names a place to look from needs no position.
  if (!location.search) early.coords = early.allowed.then((yes) => (yes ? askCoords() : null));
  // Whoever waits for one of these is told why it failed; nobody may.
  for (const begun of [early.allowed, early.coords, early.near]) begun?.catch(() => {});
  globalThis.early = early;
  // A later visit answers on the device: what does it is fetched beside the page's own modules.
  if (later && device) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: device }));
  }

  /** @returns {Promise<GeolocationCoordinates>} */
  function askCoords() {
    const options = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }; // as in locate.js
    return new Promise((done, fail) => {
      navigator.geolocation.getCurrentPosition(({ coords }) => done(coords), fail, options);
    });
  }

  async function readNear() {
    return (await caches.match("/pack/near.json", { cacheName: "near" }))?.json();
  }

  /** Whether the position will come without a question: then nothing need be offered instead. */
  async function isAllowed() {
    if (!navigator.permissions || !navigator.geolocation) return false;
    const { state } = await navigator.permissions.query({ name: "geolocation" });
    root.toggleAttribute("data-locating", state === "granted");
    return state === "granted";
  }
})();
