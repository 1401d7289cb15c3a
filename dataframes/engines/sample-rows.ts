/** Which rows stand for all of them. */

/** Up to so many rows all figures are exact. */
export const exactRows = 200_000;
/** Of more rows, so many stand for them. */
export const sampledRows = 50_000;

/**
 * One row of each of equally long runs, at a place in it that follows no pattern: data that repeat at a distance are met
 * as they are. The same for the same number of rows.
 */
export function sampleRows(rows: number, most = sampledRows): Uint32Array {
  const sample = new Uint32Array(Math.min(rows, most));
  const run = rows / sample.length;
  let random = 1;
  for (let index = 0; index < sample.length; index += 1) {
    random = (random * 48_271) % 2_147_483_647;
    sample[index] = Math.floor((index + random / 2_147_483_647) * run);
  }
  return sample;
}
