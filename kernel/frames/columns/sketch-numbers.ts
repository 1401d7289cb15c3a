/** What there is to know of many numbers, without sorting all of them. */

import { exactRows, sampledRows, sampleRows } from "../sample-rows.ts";

/** NaN is counted and left out. */
export interface Sketch {
  readonly count: number;
  readonly nans: number;
  readonly min: number | bigint;
  readonly max: number | bigint;
  readonly sum: number;
  readonly mean: number;
  /** Of a sample. */
  readonly deviation: number;
  readonly distinct: number;
  readonly distinctExact: boolean;
  /** The value at a place in the order, from 0. */
  readonly at: (place: number) => number | bigint;
  /** Equal bins over the finite values. */
  readonly bins: (
    most: number,
  ) => { readonly edges: readonly number[]; readonly counts: readonly number[] } | undefined;
}

/** Integers that lie in so wide a range are counted each. */
const countedRange = 1 << 21;

/** The value of which this share of the values is at most as large. */
export function rankOf({ at, count }: Sketch, share: number): number | bigint {
  return at(Math.floor((count - 1) * share));
}

/** Of these rows, or all. */
export function sketchOf(
  values: Float64Array | BigInt64Array | BigUint64Array,
  rows: Uint32Array | undefined,
  all: number,
): Sketch {
  if (values instanceof Float64Array) return ofFloats(values, rows, all);
  const taken = rows === undefined ? values.slice(0, all) : rowsOf(values, rows);
  if (taken.length > exactRows) return ofManyLarge(taken);
  taken.sort();
  const numbers = Float64Array.from(taken, Number);
  return {
    ...ofSorted(numbers, 0),
    min: taken[0] ?? 0n,
    max: taken.at(-1) ?? 0n,
    distinct: differentOf(taken),
    at: (place) => taken[place] ?? 0n,
  };
}

/** Integers that no number holds: their ends are exact, the rest as of the numbers next to them. */
function ofManyLarge(values: BigInt64Array | BigUint64Array): Sketch {
  const numbers = numbersNextTo(values);
  const [least, most] = endsOf(values, numbers);
  const sample =
    values instanceof BigInt64Array ? new BigInt64Array(sampledRows) : new BigUint64Array(sampledRows);
  for (const [index, row] of sampleRows(values.length).entries()) sample[index] = values[row] ?? 0n;
  sample.sort();
  // Sums of the values themselves would round away what they differ by.
  const [first = 0] = numbers;
  let beyond = 0;
  for (const value of numbers) beyond += value - first;
  const mean = first + beyond / numbers.length;
  return {
    ...ofMany(numbers, mean),
    count: values.length,
    nans: 0,
    min: least,
    max: most,
    sum: mean * numbers.length,
    mean,
    distinct: estimateDifferent(values),
    at: (place) => sample[Math.floor((place / values.length) * sample.length)] ?? 0n,
  };
}

function numbersNextTo(values: BigInt64Array | BigUint64Array): Float64Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const signed = values instanceof BigInt64Array;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row += 1) {
    const high = words[row * 2 + 1] ?? 0;
    numbers[row] = (signed ? high | 0 : high) * 2 ** 32 + (words[row * 2] ?? 0);
  }
  return numbers;
}

/** Only values whose numbers are the least or the greatest need to be compared in full. */
function endsOf(
  values: BigInt64Array | BigUint64Array,
  numbers: Float64Array,
): readonly [least: bigint, most: bigint] {
  let [least, most] = [values[0] ?? 0n, values[0] ?? 0n];
  let [low, high] = [Number(least), Number(most)];
  for (let row = 0; row < numbers.length; row += 1) {
    const number = numbers[row] ?? 0;
    if (number > low && number < high) continue;
    const value = values[row] ?? 0n;
    if (value < least) [least, low] = [value, number];
    if (value > most) [most, high] = [value, number];
  }
  return [least, most];
}

function rowsOf(values: BigInt64Array | BigUint64Array, rows: Uint32Array): BigInt64Array | BigUint64Array {
  const taken =
    values instanceof BigInt64Array ? new BigInt64Array(rows.length) : new BigUint64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) taken[at] = values[rows[at] ?? 0] ?? 0n;
  return taken;
}

function ofFloats(values: Float64Array, rows: Uint32Array | undefined, all: number): Sketch {
  const taken = new Float64Array(rows?.length ?? all);
  let [count, sum, integers] = [0, 0, true];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < taken.length; at += 1) {
    const value = values[rows === undefined ? at : (rows[at] ?? 0)] ?? 0;
    if (value !== value) continue; // NaN
    taken[count++] = value;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    integers &&= Math.floor(value) === value;
  }
  const nans = taken.length - count;
  const part = taken.subarray(0, count);
  if (count <= exactRows) return ofSorted(part.sort(), nans);
  const basics = { count, nans, min, max, sum, mean: sum / count };
  if (integers && max - min < countedRange)
    return { ...basics, deviation: deviationOf(part, sum / count), ...byCounting(part, min, max) };
  return { ...basics, ...ofMany(part, sum / count) };
}

function ofSorted(sorted: Float64Array, nans: number): Sketch {
  const count = sorted.length;
  let sum = 0;
  for (const value of sorted) sum += value;
  const mean = sum / count;
  return {
    count,
    nans,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
    sum,
    mean,
    deviation: deviationOf(sorted, mean),
    distinct: differentOf(sorted),
    distinctExact: true,
    at: (place) => sorted[place] ?? Number.NaN,
    bins: (most) => binsOf(sorted, most),
  };
}

function differentOf(sorted: Float64Array | BigInt64Array | BigUint64Array): number {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] !== sorted[at - 1]) distinct += 1;
  return distinct;
}

function deviationOf(values: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

function byCounting(
  values: Float64Array,
  min: number,
  max: number,
): Pick<Sketch, "distinct" | "distinctExact" | "at" | "bins"> {
  const counts = new Uint32Array(max - min + 1);
  for (const value of values) counts[value - min] = (counts[value - min] ?? 0) + 1;
  let distinct = 0;
  for (const count of counts) if (count > 0) distinct += 1;
  const at = (place: number): number => {
    let before = 0;
    for (const [offset, count] of counts.entries()) {
      before += count;
      if (before > place) return min + offset;
    }
    return max;
  };
  return { distinct, distinctExact: true, at, bins: (most) => binsOf(values, most) };
}

/** Two looks at each value; what would need them in order comes from a sample. */
function ofMany(
  values: Float64Array,
  mean: number,
): Pick<Sketch, "deviation" | "distinct" | "distinctExact" | "at" | "bins"> {
  const sample = Float64Array.from(sampleRows(values.length), (row) => values[row] ?? Number.NaN).sort();
  return {
    deviation: deviationOf(values, mean),
    distinct: estimateDifferent(values),
    distinctExact: false,
    at: (place) => sample[Math.floor((place / values.length) * sample.length)] ?? Number.NaN,
    bins: (most) => binsOf(values, most),
  };
}

/** Marks a bit for each value's hash and counts those that stay clear (Whang's linear counting). */
function estimateDifferent(values: Float64Array | BigInt64Array | BigUint64Array): number {
  const bits = 1 << 22;
  const marks = new Uint32Array(bits / 32);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let at = 0; at < words.length; at += 2) {
    let hash = Math.imul((words[at] ?? 0) ^ Math.imul(words[at + 1] ?? 0, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash = (hash ^ (hash >>> 16)) & (bits - 1);
    marks[hash >> 5] = (marks[hash >> 5] ?? 0) | (1 << (hash & 31));
  }
  let set = 0;
  for (let mark of marks) for (; mark !== 0; mark &= mark - 1) set += 1;
  const estimate = set === bits ? values.length : Math.round(-bits * Math.log(1 - set / bits));
  return Math.min(estimate, values.length);
}

function binsOf(values: Float64Array, most: number): ReturnType<Sketch["bins"]> {
  let [min, max, integers] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const value of values) {
    if (value - value !== 0) continue; // infinite
    if (value < min) min = value;
    if (value > max) max = value;
    integers &&= Math.floor(value) === value;
  }
  if (min > max) return undefined;
  const bins = min === max ? 1 : integers ? Math.min(most, max - min) : most;
  const counts = new Array<number>(bins).fill(0);
  const scale = min === max ? 0 : bins / (max - min);
  for (const value of values) {
    if (value - value !== 0) continue;
    const bin = Math.min(bins - 1, Math.floor((value - min) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: bins + 1 }, (_, edge) =>
    edge === bins ? max : min + ((max - min) * edge) / bins,
  );
  return { edges, counts };
}
