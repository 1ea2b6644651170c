/**
 * The shapes that the modules hand each other; never fetched by a browser.
 *
 * @typedef {object} Origin where distances are counted from; degrees, WGS-84
 * @property {"city" | "district" | "street" | "pin" | "device"} kind
 * @property {number} lat
 * @property {number} lon
 * @property {string} [code] of the district or street
 * @property {string} [name] of the street
 * @property {number} [accuracy] metres, of the device's position
 *
 * @typedef {object} Filters codes
 * @property {string[]} category any of these
 * @property {string[]} amenity all of these
 * @property {string[]} service any of these
 * @property {string[]} access all of these
 * @property {string} open "now", a local time such as 2026-11-24T22:00, or "": at any time
 * @property {boolean} unknown with open: also places whose hours are not known
 * @typedef {"category" | "amenity" | "service" | "access"} Field
 *
 * @typedef {{lat: number, lon: number, zoom: number}} View of the map, once it was moved by hand
 *
 * @typedef {object} State
 * @property {Origin} origin
 * @property {Filters} filters
 * @property {string} q words to search for; empty: the nearest
 * @property {number} limit
 * @property {number} edition
 * @property {Pin | null} chosen
 * @property {View | null} view
 *
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(changes: Partial<State>) => void} set
 * @property {(listener: Listener) => void} on
 * @typedef {(now: State, before: State) => void} Listener
 *
 * @typedef {{name: string, name_en?: string}} Named
 * @typedef {object} Spot a place on the map
 * @property {string} id
 * @property {string} name
 * @property {string} [name_en]
 * @property {string} category
 * @property {number} lat
 * @property {number} lon
 * @property {string} [state] where the map shows only open places
 * @typedef {Spot} Pin
 *
 * @typedef {{who: string[], needs: string[], step_free: boolean | null, free: boolean | null,
 *   floor: string, entrance: string}} Access
 * @typedef {{kind: string, reported_on: string, until: string}} Warning dates: YYYY-MM-DD
 *
 * @typedef {object} Facts what a list shows beside the pin
 * @property {string} address
 * @property {string | null} district
 * @property {string | null} subdistrict
 * @property {string[]} amenities
 * @property {string[]} services
 * @property {Access} access
 * @property {string} hours
 * @property {string} hours_text
 * @property {string} phone
 * @property {Warning[]} warnings
 * @property {boolean} closed_for_now
 * @property {string | null} closed_until YYYY-MM-DD
 * @property {"open" | "closing_soon" | "closed" | "unknown"} state
 * @property {string | null} changes_at local, such as 2026-11-24T21:00
 * @property {string[]} hints
 * @property {boolean} demo
 * @property {number} [distance_m]
 * @typedef {Pin & Facts} Place
 * @typedef {Place & {organization: {name: string, name_en: string}, verified_on: string | null}} FullPlace
 * @typedef {{edition: number, places: Place[], unknown_left_out?: number, kept?: Kept}} Answer
 * @typedef {{madeAt: string, offline: boolean}} Kept of an answer that this device gives by itself
 *
 * @typedef {object} Suggestion
 * @property {"district" | "street" | "category" | "amenity" | "service" | "place"} kind
 * @property {string} code of a place: its id
 * @property {string} name
 * @property {string} [name_en]
 * @property {string} [district]
 * @property {string} [category]
 * @property {string} [address]
 * @property {number} [lat]
 * @property {number} [lon]
 * @property {number} [count]
 *
 * @typedef {[number, number, number]} Cluster latitude, longitude, count
 * @typedef {{clusters: Cluster[], places: Pin[]}} Content of map tiles
 * @typedef {{south: number, west: number, north: number, east: number}} Box degrees, WGS-84
 *
 * @typedef {{name: string, icon: string}} Kind
 * @typedef {[string, string]} Thing name and icon
 * @typedef {{code: string, name: string, lat: number, lon: number}} District
 * @typedef {object} Config what pages/findpage.py says
 * @property {number} edition
 * @property {string} lang
 * @property {string} timeZone
 * @property {number} utcOffset minutes that the network's clocks are ahead of UTC
 * @property {string} sprite
 * @property {import("./basemap.js").MapConfig} map
 * @property {Record<string, string>} messages
 * @property {string[]} weekdays Monday first
 * @property {Record<string, Kind>} categories
 * @property {Record<string, Thing>} amenities
 * @property {Record<string, Thing>} services
 * @property {{who: Record<string, string>, needs: Record<string, string>}} access
 * @property {District[]} districts
 * @property {string} leaflet address of its script
 * @property {string[]} styles of the map
 * @property {string[]} later modules that the page needs after its first list
 * @property {boolean} [offline] the page was kept for a time without network
 * @property {State} [query]
 * @property {Pin} [place]
 */

/**
 * @typedef {object} Early what early.js has begun in the page's head
 * @property {Promise<boolean>} allowed whether the position comes without a question
 * @property {Promise<GeolocationCoordinates | null> | null} coords if that is so
 * @property {Promise<any> | null} near the surroundings as device/near.js keeps them
 */

export {};
