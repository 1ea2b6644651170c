/** Some places of a pack as a pack of their own, with no more than a list of the nearest needs. */

import { valueAt } from "./columns.js";

/** @import { Column } from "./columns.js" */
/** @import { Pack } from "./types.js" */

/** @param {Pack} pack @param {number[]} rows in their order @param {string[]} ids of all its places
 * @param {Float64Array} lat @param {Float64Array} lon millionths of degrees, of all its places
 * @param {(row: number) => number} order of a row in the edition
 * @returns {Pack} */
export function slice(pack, rows, ids, lat, lon, order) {
  const { id: _id, hours, ...others } = pack.places;
  const { of, at } = hours;
  const used = [...new Set(rows.map((row) => at[row]))];
  const columns = Object.entries(others).map(([name, column]) => [name, pick(column, rows)]);
  return {
    ...pack,
    reference: { access: pack.reference.access, districts: [], subdistricts: [] },
    tables: used.map((value) => pack.tables[value]),
    hints: used.map((value) => pack.hints[value]),
    spelling: { readings: {}, odd: {} },
    places: {
      ...Object.fromEntries(columns),
      id: rows.map((row) => ids[row]),
      hours: {
        of: used.map((value) => of[value]),
        at: rows.map((row) => used.indexOf(at[row])),
      },
    },
    details: {},
    access: pick(pack.access, rows),
    reopens: pick(pack.reopens, rows),
    rows: differences(rows.map(order)),
    lat: differences(rows.map((row) => lat[row])),
    lon: differences(rows.map((row) => lon[row])),
  };
}

/** @param {Column<any>} column @param {number[]} rows */
const pick = (column, rows) => rows.map((row) => valueAt(column, row));

/** @param {number[]} numbers */
const differences = (numbers) => numbers.map((number, i) => number - (i ? numbers[i - 1] : 0));
