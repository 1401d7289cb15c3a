/** What there is to know of many numbers, in a few looks at each and without sorting them. */
import { exactRows } from "../sample-rows.ts";
import { asFewerBins, binsBetween, countedBetween, countInBins, valueAt } from "./histogram-bins.ts";
import { estimateDifferent } from "./estimate-distinct.ts";

/** NaN is counted and left out. */
export interface Sketch {
  readonly count: number;
  readonly nans: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of a sample. */
  readonly deviation: number;
  readonly distinct: number;
  readonly distinctExact: boolean;
  /** The value at a place in the order, from 0. */
  readonly at: (place: number) => number;
  /** Equal bins over the finite values, each integer with its own if `each` and there are not too many. */
  readonly bins: (most: number, each: boolean) => Histogram | undefined;
}

export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Integers that lie in so wide a range are counted each. */
const countedRange = 1 << 21;

/** The place of the value of which this share of the values is at most as large. */
export function placeOf(count: number, share: number): number {
  return Math.floor((count - 1) * share);
}

/** Of these rows, or all. */
export function sketchOf(values: Float64Array, rows: Uint32Array | undefined, all: number): Sketch {
  const taken = rows === undefined ? values.subarray(0, all) : takeRows(values, rows);
  const some = endsOf(taken);
  const numbers = some === undefined ? withoutNaN(taken) : taken;
  const ends = some ?? endsOf(numbers);
  if (ends === undefined) throw new RangeError("NaN was left out");
  const { count } = ends;
  const basics = { count, nans: taken.length - count, min: ends.min, max: ends.max, mean: ends.mean };
  const finite = Number.isFinite(ends.max - ends.min);
  if (count > exactRows && finite && ends.integers && ends.max - ends.min < countedRange)
    return { ...basics, ...ofIntegers(numbers, ends) };
  if (count > exactRows && finite) {
    const found = ofMany(numbers, ends);
    if (found !== undefined) return { ...basics, ...found };
  }
  return { ...basics, ...ofSorted(numbers.slice().sort(), ends.mean) };
}

interface Ends {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Whether all are integers. */
  readonly integers: boolean;
}

/** Undefined where some are NaN. */
function endsOf(values: Float64Array): Ends | undefined {
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (Number.isNaN(min)) return undefined;
  return { count: values.length, min, max, mean: sum / values.length, integers: areIntegers(values) };
}

function areIntegers(values: Float64Array): boolean {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (Math.floor(value) !== value) return false;
  }
  return true;
}

/** Values of these rows. */
export function takeRows<Values extends Float64Array | BigInt64Array | BigUint64Array>(
  values: Values,
  rows: Uint32Array,
): Values {
  // SAFETY: an empty part of the same kind says which kind of array to make.
  const taken = new (values.constructor as new (length: number) => Values)(rows.length);
  for (let at = 0; at < rows.length; at += 1) taken[at] = values[rows[at] ?? 0] ?? 0;
  return taken;
}

function withoutNaN(values: Float64Array): Float64Array {
  const found = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (value === value) found[count++] = value;
  }
  return found.subarray(0, count);
}

type Rest = Pick<Sketch, "deviation" | "distinct" | "distinctExact" | "at" | "bins">;

function ofSorted(sorted: Float64Array, mean: number): Rest {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] !== sorted[at - 1]) distinct += 1;
  return {
    deviation: deviationOf(sorted, mean),
    distinct,
    distinctExact: true,
    at: (place) => sorted[place] ?? Number.NaN,
    bins: (most, each) => barsOf(sorted, most, each),
  };
}

function deviationOf(values: Float64Array, mean: number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += ((values[at] ?? 0) - mean) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** All of them are counted. */
function ofIntegers(values: Float64Array, ends: Ends): Rest {
  const { min, max, mean } = ends;
  const counts = new Uint32Array(max - min + 1);
  for (let at = 0; at < values.length; at += 1) {
    const place = ((values[at] ?? 0) - min) | 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let distinct = 0;
  for (let place = 0; place < counts.length; place += 1) if (counts[place] !== 0) distinct += 1;
  const at = (place: number): number => {
    let [offset, before] = [0, counts[0] ?? 0];
    while (before <= place && offset < counts.length - 1) before += counts[++offset] ?? 0;
    return min + offset;
  };
  return {
    deviation: deviationOf(values, mean),
    distinct,
    distinctExact: true,
    at,
    bins: (most, each) => barsBetween(values, ends, most, each),
  };
}

/** Undefined where numbers cannot tell bins apart. */
function ofMany(values: Float64Array, ends: Ends): Rest | undefined {
  const { min, max, mean, integers } = ends;
  if (min === max)
    return {
      deviation: 0,
      distinct: 1,
      distinctExact: true,
      at: () => min,
      bins: () => ({ edges: [min, max], counts: [values.length] }),
    };
  const counted = countedBetween(values, min, max);
  if (counted === undefined) return undefined;
  return {
    deviation: deviationOf(values, mean),
    distinct: estimateDifferent(values),
    distinctExact: false,
    at: (place) => valueAt(values, place, counted),
    bins: (most, each) => {
      if (integers && max - min < most) return barsBetween(values, ends, most, each);
      const counts = asFewerBins(counted, most);
      return { edges: edgesOf(min, max, counts.length), counts };
    },
  };
}

/** Undefined where none is finite. */
function barsOf(values: Float64Array, most: number, each: boolean): Histogram | undefined {
  let finite = values;
  let ends = endsOf(values);
  if (ends !== undefined && !Number.isFinite(ends.max - ends.min)) {
    finite = values.filter(Number.isFinite);
    ends = endsOf(finite);
  }
  return ends === undefined || finite.length === 0 ? undefined : barsBetween(finite, ends, most, each);
}

/** Of finite values. */
function barsBetween(
  values: Float64Array,
  { min, max, integers }: Ends,
  most: number,
  each: boolean,
): Histogram | undefined {
  const end = each && integers && max - min < most ? max + 1 : max;
  if (min === end) return { edges: [min, max], counts: [values.length] };
  const bins = binsBetween(min, end, integers ? Math.min(most, end - min) : most);
  if (bins === undefined) return undefined;
  countInBins(values, bins);
  return { edges: edgesOf(min, end, bins.counts.length), counts: [...bins.counts] };
}

function edgesOf(min: number, max: number, bins: number): number[] {
  return Array.from({ length: bins + 1 }, (_, edge) =>
    edge === bins ? max : min + ((max - min) * edge) / bins,
  );
}
