/**
 * The shapes that the modules hand each other; never fetched by a browser.
 *
 * @typedef {object} Origin where distances are counted from; degrees, WGS-84
 * @property {"city" | "district" | "pin" | "device"} kind
 * @property {number} lat
 * @property {number} lon
 * @property {string} [district] its code
 * @property {number} [accuracy] metres, of the device's position
 *
 * @typedef {object} Filters codes
 * @property {string[]} category any of these
 * @property {string[]} amenity all of these
 * @property {string[]} service any of these
 *
 * @typedef {object} State
 * @property {Origin} origin
 * @property {Filters} filters
 * @property {string} q words to search for; empty: the nearest
 * @property {number} limit
 * @property {number} edition
 * @property {Pin | null} chosen
 *
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(changes: Partial<State>) => void} set
 * @property {(listener: Listener) => void} on
 * @typedef {(now: State, before: State) => void} Listener
 *
 * @typedef {object} Pin a place on the map
 * @property {string} id
 * @property {string} name
 * @property {string} [name_en]
 * @property {string} category
 * @property {number} lat
 * @property {number} lon
 *
 * @typedef {object} Facts what a list shows beside the pin
 * @property {string} address
 * @property {string | null} district
 * @property {string | null} subdistrict
 * @property {string[]} amenities
 * @property {string[]} services
 * @property {string} hours
 * @property {string} hours_text
 * @property {string} phone
 * @property {boolean} closed_for_now
 * @property {string | null} closed_until YYYY-MM-DD
 * @property {boolean} demo
 * @property {number} [distance_m]
 * @typedef {Pin & Facts} Place
 * @typedef {Place & {organization: {name: string, name_en: string}}} FullPlace
 * @typedef {{edition: number, places: Place[]}} Answer
 *
 * @typedef {[number, number, number]} Cluster latitude, longitude, count
 * @typedef {{clusters: Cluster[], places: Pin[]}} Content of map tiles
 * @typedef {{south: number, west: number, north: number, east: number}} Box degrees, WGS-84
 *
 * @typedef {{name: string, icon: string}} Kind
 * @typedef {[string, string]} Thing name and icon
 * @typedef {{code: string, name: string, lat: number, lon: number}} District
 * @typedef {object} Config what network/findpage.py says
 * @property {number} edition
 * @property {string} lang
 * @property {string} timeZone
 * @property {string} sprite
 * @property {import("./basemap.js").MapConfig} map
 * @property {Record<string, string>} messages
 * @property {Record<string, Kind>} categories
 * @property {Record<string, Thing>} amenities
 * @property {Record<string, Thing>} services
 * @property {District[]} districts
 * @property {State} [query]
 * @property {Pin} [place]
 */

export {};
