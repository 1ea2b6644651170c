/**
 * The service worker. The server puts RELEASE before it: version, files and shells to keep.
 *
 * Pages come from the network, and only where it fails or dawdles from what was kept. One does
 * not: the find page, where this device can tell what is around it; its frame comes from what was
 * kept and is fetched anew meanwhile. A new release therefore wins on the next visit. Questions about places are answered in the page
 * (device/source.js), not here. To switch it off for good, serve a worker.js that does nothing
 * but `registration.unregister()` on activation: browsers ask for it on every visit.
 */

const SHELL = `shell-${RELEASE.version}`;
const TILES = "tiles";
const MOST_TILES = 400;
const TRIMS = 0.05; // of the tiles that come in also look whether there are too many
const DAWDLES = 2500; // milliseconds until a kept page is shown instead
const SHELL_OF = { find: /^\/$/, place: /^\/places\/[\w-]+$/, report: /^\/places\/[\w-]+\/report$/ };

self.addEventListener("install", (event) => {
  // Where browsers know this, they look into the cache for our files without waking the worker.
  event.addRoutes?.([{ condition: { urlPattern: "/static/*" }, source: { cacheName: SHELL } }]);
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  event.waitUntil(event.data === "outbox" ? sendReports().catch(() => {}) : keepShells());
});
self.addEventListener("sync", (event) => event.waitUntil(sendReports()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") {
    if (request.mode === "navigate" && SHELL_OF.report.test(pathname)) event.respondWith(report(request));
  } else if (request.mode === "navigate") {
    if (pathname.startsWith("/language/")) event.respondWith(inAnotherLanguage(request));
    else if (!pathname.startsWith("/admin/")) event.respondWith(page(event, pathname + search));
  } else if (pathname.startsWith("/static/") || pathname === "/categories.css") {
    event.respondWith(kept(request));
  } else if (pathname.startsWith("/tiles/") && !search.includes("open=now")) {
    event.respondWith(tile(request));
  }
});

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll(RELEASE.files);
  await keepShells();
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** Pages for a time without network, in the language of the visitor, and the colours they use. */
async function keepShells() {
  const cache = await caches.open(SHELL);
  const paths = [...RELEASE.shells, "/categories.css"];
  await cache.addAll(paths.map((path) => new Request(path, { cache: "no-cache" })));
}

/** @param {any} event @param {string} address without the origin */
async function page(event, address) {
  const [pathname] = address.split("?");
  const name = Object.keys(SHELL_OF).find((key) => SHELL_OF[key].test(pathname));
  const frame = address === "/" && (await findFrame());
  if (frame) {
    event.waitUntil(Promise.allSettled([event.preloadResponse, keepShells()]));
    return frame;
  }
  const fresh = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  event.waitUntil(fresh.catch(() => {}));
  try {
    return await (name ? Promise.race([fresh, after(DAWDLES)]) : fresh);
  } catch {
    const cache = await caches.open(SHELL);
    const shell = name ? `/offline/${name}` : pathname;
    return (await cache.match(shell)) ?? (name ? fresh : cache.match("/offline/"));
  }
}

/** The find page's frame, where this device knows what is around it. */
async function findFrame() {
  const cache = (await caches.has("near")) && (await caches.open(SHELL));
  return cache ? cache.match("/offline/find") : undefined;
}

/** The kept pages are in the old language: better none until they are fetched anew.
 * @param {Request} request */
async function inAnotherLanguage(request) {
  const cache = await caches.open(SHELL);
  await Promise.all(RELEASE.shells.map((path) => cache.delete(path)));
  return fetch(request);
}

/** A report that does not go through waits here, and sends itself.
 * @param {Request} request */
async function report(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const fields = [...(await copy.formData())].filter(([, value]) => value.size !== 0);
    const key = fields.find(([name]) => name === "key")?.[1];
    fields.push(["written", String(Date.now())]);
    await done((await reports("readwrite")).put({ key, path: new URL(request.url).pathname, fields }));
    await self.registration.sync?.register("outbox").catch(() => {});
    return Response.redirect("/offline/kept", 303);
  }
}

/** The server knows a report by its key, so sending it twice does no harm. */
async function sendReports() {
  for (const { key, path, fields } of await done((await reports("readonly")).getAll())) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    const { status } = await fetch(path, { method: "POST", body });
    if (status === 429 || status >= 500) throw new Error(`not taken now: ${status}`);
    await done((await reports("readwrite")).delete(key));
  }
}

/** @param {IDBTransactionMode} mode */
async function reports(mode) {
  const opening = indexedDB.open("outbox", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("reports", { keyPath: "key" });
  return (await done(opening)).transaction("reports", mode).objectStore("reports");
}

/** @param {IDBRequest} request @returns {Promise<any>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Without network, the colours of an edition that was not kept are those of the last one.
 * @param {Request} request */
async function kept(request) {
  const cache = await caches.open(SHELL);
  const found = await cache.match(request, { ignoreSearch: !navigator.onLine });
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    const other = await cache.match(request, { ignoreSearch: true });
    if (!other) throw error;
    return other;
  }
}

/** Tiles never change under their edition's number.
 * @param {Request} request */
async function tile(request) {
  const cache = await caches.open(TILES);
  const found = await cache.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    if (Math.random() < TRIMS) await trim(cache);
  }
  return response;
}

/** The oldest tiles go.
 * @param {Cache} cache */
async function trim(cache) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -MOST_TILES).map((key) => cache.delete(key)));
}

/** @param {number} milliseconds */
const after = (milliseconds) => new Promise((_, fail) => setTimeout(fail, milliseconds));
