/**
 * What the modules of the device's own engine hand each other; never fetched by a browser.
 *
 * @typedef {object} Pack what network/edition/pack.py writes
 * @property {number} format
 * @property {string} made_at
 * @property {number} first minutes since 1970, UTC
 * @property {number} end
 * @property {Record<string, Reference[]>} reference
 * @property {[number[], string][]} tables of each value of hours
 * @property {Record<string, string>} days
 * @property {Record<string, string[]>[]} hints
 * @property {{readings: Record<string, string>, odd: Record<number, [string, string]>}} spelling
 * @property {Record<string, string>} [moved] ids of merged places, and where each leads
 * @property {number[]} [rows]
 * @property {Record<string, any>} places
 * @property {Record<string, any>} details
 * @property {import("./columns.js").Column<number>} access
 * @property {import("./columns.js").Column<number>} reopens
 * @property {number[]} lat
 * @property {number[]} lon
 *
 * @typedef {object} Reference a district, street, category, amenity, service or access condition
 * @property {string} code
 * @property {string} name
 * @property {string} name_en
 * @property {string} [words]
 * @property {number} [count]
 *
 * @typedef {object} Index of a network packed by districts
 * @property {number} format
 * @property {string} made_at
 * @property {District[]} parts
 * @typedef {{code: string, count: number, bounds: [number, number, number, number], near: string[]}}
 *   District bounds: south, west, north, east
 *
 * @typedef {{lat: number, lon: number, reach: number}} Around all places within a chord of the
 *   unit sphere around a position are here
 *
 * @typedef {object} Query as the API takes it
 * @property {number} [lat]
 * @property {number} [lon]
 * @property {string} [q]
 * @property {number} [limit]
 * @property {string[]} [category]
 * @property {string[]} [amenity]
 * @property {string[]} [service]
 * @property {string[]} [access]
 * @property {string | null} [open]
 * @property {boolean} [unknown]
 *
 * @typedef {{local: (minute: number) => string, minuteOf: (text: string) => number}} Clock
 * @typedef {{state: string, changes_at: string | null, hints: string[]}} State
 * @typedef {{today: number, state: (value: number) => State}} Judged
 *
 * @typedef {{row: number, order: number, rank: number}} Hit row in its part, row in the edition
 * @typedef {object} Part the places of one pack
 * @property {(query: Query, judged: Judged, limit: number) => {hits: Hit[], leftOut: number[]}} nearest
 * @property {(query: Query, judged: Judged) => {hits: Hit[], leftOut: number}} search
 * @property {(row: number, judged: Judged) => any} summary
 * @property {(row: number, judged: Judged) => any} detail
 * @property {() => boolean} prepare makes search ready by a step; false: done
 * @property {(id: string) => number} rowOf -1: not here
 * @property {(row: number, vector: [number, number, number]) => number} nearness
 * @property {(rows: number[]) => Pack} slice
 * @property {Pack} pack
 */

export {};
