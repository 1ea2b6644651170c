/** Columns of a pack: lists, or numbers into a list of values. */

/**
 * @template T
 * @typedef {T[] | {of: T[], at: number[]}} Column
 */

/** @template T @param {Column<T>} column @param {number} row @returns {T} */
export const valueAt = (column, row) =>
  Array.isArray(column) ? column[row] : column.of[column.at[row]];

/** What holds for a row; asked once for values that repeat.
 * @template T @template R @param {Column<T>} column @param {(value: T) => R} ask
 * @returns {(row: number) => R} */
export function each(column, ask) {
  if (Array.isArray(column)) return (row) => ask(column[row]);
  const { of, at } = column;
  const answers = of.map(ask);
  return (row) => answers[at[row]];
}

/** Numbers stored as differences.
 * @param {number[]} differences */
export function summed(differences) {
  let sum = 0;
  return Float64Array.from(differences, (difference) => (sum += difference));
}
