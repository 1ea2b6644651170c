/** Answers from this device, so that the position need not leave it; null: ask the server. */

import { createEngine } from "./engine.js";
import { FRESH } from "./near.js";
import { changes, idle, keptPacks } from "./packs.js";

/** @import { Query } from "./types.js" */

/** @type {Promise<ReturnType<typeof createEngine> | null> | undefined} */
let opening;
let opened = 0; // at so many changes of what is kept

/** Ask each time: a newer pack may have come.
 * @param {{edition: number, timeZone: string}} config
 * @param {{offline?: boolean}} [options] offline: the network has failed, take what is here */
export async function openSource({ edition, timeZone }, { offline = !navigator.onLine } = {}) {
  if (opened !== changes()) opening = undefined;
  opened = changes();
  opening ??= openKept(timeZone).catch(() => null);
  const engine = await opening;
  if (!engine) return null;
  const isFresh = engine.edition >= edition || Date.now() - Date.parse(engine.madeAt) < FRESH;
  if (!isFresh && !offline) return null;
  /** @template T @param {T} answer */
  const dated = (answer) => answer && { ...answer, kept: { madeAt: engine.madeAt, offline } };
  // What only a part of the network answers is better than nothing, but worse than the server.
  const part = offline || engine.complete;
  return {
    edition: engine.edition,
    madeAt: engine.madeAt,
    around: engine.around,
    nearest: async (/** @type {Query} */ query) => dated(engine.nearest(query, offline)),
    search: async (/** @type {Query} */ query) => dated(part ? engine.search(query) : null),
    suggest: async (/** @type {Query} */ query) => (part ? engine.suggest(query) : null),
    place: async (/** @type {string} */ id) => engine.place(id)?.place ?? null,
  };
}

/** @param {string} timeZone */
async function openKept(timeZone) {
  const kept = await keptPacks();
  if (!kept) return null;
  await rest(); // reading the packs and opening them are two tasks, both short
  const engine = createEngine({ ...kept, timeZone });
  prepare(engine);
  return engine;
}

/** Make search ready, a step at a time while nothing else is to do.
 * @param {ReturnType<typeof createEngine>} engine */
async function prepare(engine) {
  do await idle();
  while (engine.prepare());
}

const rest = () => new Promise((done) => setTimeout(done));
