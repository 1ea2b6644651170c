/** The text that search looks in: one line a place, its fields in the order of their rank. */

import { valueAt } from "./columns.js";
import { SEPARATOR, normalise, spell } from "./text.js";

/** @import { Pack } from "./types.js" */

const FIELDS = 7; // name, English name, alias, initials, pinyin, area, address
const AT_START = 0.5; // a hit inside a field ranks half a field lower
const STEP = 1000; // lines made in one go: some ten milliseconds on a slow phone

/** @param {Pack} pack */
export function createText(pack) {
  const { places, details, reference, lat } = pack;
  const { readings, odd } = pack.spelling;
  const ends = new Uint32Array(lat.length * FIELDS);
  const areas = [areaNames(reference.districts), areaNames(reference.subdistricts)];
  /** @type {string[]} */
  const lines = [];
  let length = 0;
  let all = "";

  /** @param {number} row @returns {string[]} */
  function fieldsOf(row) {
    const read = (/** @type {any} */ column) => (column ? normalise(valueAt(column, row)) : "");
    const name = read(places.name);
    const [pinyin, initials] = odd[row] ?? spell(name, readings);
    const codes = [valueAt(places.district, row), valueAt(places.subdistrict, row)];
    const area = codes.map((code, kind) => areas[kind].get(code)).filter(Boolean).join(" ");
    return [name, read(places.name_en), read(details.alias), initials, pinyin, area, read(places.address)];
  }

  /** Make some more lines; whether any are left to make. */
  function prepare() {
    const stop = Math.min(lines.length + STEP, lat.length);
    while (lines.length < stop) {
      const fields = fieldsOf(lines.length);
      let at = lines.length * FIELDS;
      for (const field of fields) ends[at++] = length += field.length + 1;
      lines.push(fields.join(SEPARATOR));
    }
    if (stop === lat.length) all ||= lines.join(SEPARATOR);
    return !all;
  }

  /** Rows that hold a word, and the rank of its best field: lower is better.
   * @param {string} word @returns {Map<number, number>} */
  function rowsWith(word) {
    while (lat.length && prepare());
    /** @type {Map<number, number>} */
    const rows = new Map();
    let field = 0;
    for (let at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + word.length)) {
      field = fieldAt(ends, at, field);
      const row = Math.floor(field / FIELDS);
      const begins = field ? ends[field - 1] : 0;
      const rank = (field % FIELDS) + (at === begins ? 0 : AT_START);
      rows.set(row, Math.min(rank, rows.get(row) ?? rank));
    }
    return rows;
  }

  return { prepare, rowsWith };
}

/** @param {{code: string, name: string, name_en: string}[]} rows */
const areaNames = (rows) =>
  new Map(rows.map(({ code, name, name_en: english }) => [code, normalise(`${name} ${english}`)]));

/** The number of the field that a position lies in, from `low` on.
 * @param {Uint32Array} ends @param {number} at @param {number} low */
function fieldAt(ends, at, low) {
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
