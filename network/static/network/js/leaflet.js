/** Leaflet, which is no module. */
export const L = /** @type {any} */ (window).L;
