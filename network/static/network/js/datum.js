/**
 * Positions between WGS-84, GCJ-02 (Amap, Tencent) and BD-09 (Baidu): pure functions.
 *
 * Degrees, latitude first; the same formulas as in network/datum.py.
 * @typedef {"wgs84" | "gcj02" | "bd09"} Datum
 * @typedef {[number, number]} Position latitude, longitude
 */

const SEMI_MAJOR_AXIS = 6378245; // metres, Krasovsky 1940
const ECCENTRICITY_SQUARED = 0.00669342162296594323;
const BAIDU_PI = (Math.PI * 3000) / 180;
const { PI, sin, cos, sqrt, abs, atan2 } = Math;

/** Whether the rectangle in which GCJ-02 differs from WGS-84 holds the position.
 * @param {number} lat @param {number} lon */
export const inChina = (lat, lon) =>
  lat >= 0.8293 && lat <= 55.8271 && lon >= 72.004 && lon <= 137.8347;

/** @param {number} x */
const waves = (x) => ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;

/** Degrees that GCJ-02 adds to a WGS-84 position.
 * @param {number} lat @param {number} lon @returns {Position} */
function shift(lat, lon) {
  const [x, y, root] = [lon - 105, lat - 35, sqrt(abs(lon - 105))];
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(x);
  north += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  north += ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x);
  east += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  east += ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const radians = (lat / 180) * PI;
  const magic = 1 - ECCENTRICITY_SQUARED * sin(radians) ** 2;
  const meridian = (SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED)) / (magic * sqrt(magic));
  const parallel = (SEMI_MAJOR_AXIS / sqrt(magic)) * cos(radians);
  return [(north * 180) / (meridian * PI), (east * 180) / (parallel * PI)];
}

/** Undo a forward step by fixed-point iteration: each round gains two to three decimals.
 * @param {Position} target @param {(lat: number, lon: number) => Position} forward
 * @returns {Position} */
function undo(target, forward) {
  let [lat, lon] = target;
  for (let round = 0; round < 7; round += 1) {
    const [thereLat, thereLon] = forward(lat, lon);
    [lat, lon] = [lat + target[0] - thereLat, lon + target[1] - thereLon];
  }
  return [lat, lon];
}

/** @param {number} lat @param {number} lon @returns {Position} */
function wgsToGcj(lat, lon) {
  const [north, east] = shift(lat, lon);
  return [lat + north, lon + east];
}

/** @param {number} lat @param {number} lon @returns {Position} */
function gcjToBaidu(lat, lon) {
  const radius = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * BAIDU_PI);
  const angle = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_PI);
  return [radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065];
}

/** Bring a position of any of the three datums to WGS-84.
 * @param {number} lat @param {number} lon @param {Datum} datum @returns {Position} */
export function toWgs84(lat, lon, datum) {
  if (datum === "wgs84" || !inChina(lat, lon)) return [lat, lon];
  const gcj = datum === "bd09" ? undo([lat, lon], gcjToBaidu) : [lat, lon];
  return inChina(gcj[0], gcj[1]) ? undo([gcj[0], gcj[1]], wgsToGcj) : [gcj[0], gcj[1]];
}

/** Bring a WGS-84 position to any of the three datums.
 * @param {number} lat @param {number} lon @param {Datum} datum @returns {Position} */
export function fromWgs84(lat, lon, datum) {
  if (datum === "wgs84" || !inChina(lat, lon)) return [lat, lon];
  const gcj = wgsToGcj(lat, lon);
  return datum === "gcj02" ? gcj : gcjToBaidu(gcj[0], gcj[1]);
}
