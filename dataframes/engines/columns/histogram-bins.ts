/** Numbers counted in equal bins, and what such counts tell: the bars of a histogram, and the value at a place in the order. */

/** Finite numbers between two of them, in equal bins. */
export interface EqualBins {
  readonly min: number;
  readonly max: number;
  readonly counts: Uint32Array;
}

/** In so many bins values are counted to find one by its place: small enough for the nearest cache. */
const manyBins = 3_072;
/** Fewer values are sorted. */
const fewValues = 4_096;

/** Undefined where the range is so wide or so narrow that numbers cannot tell the bins apart. */
export function binsBetween(min: number, max: number, bins: number): EqualBins | undefined {
  const scale = bins / (max - min);
  return Number.isFinite(scale) && scale > 0 ? { min, max, counts: new Uint32Array(bins) } : undefined;
}

/** Counts values, none of which is outside. */
export function countInBins(values: Float64Array, { min, max, counts }: EqualBins): void {
  const scale = counts.length / (max - min);
  const last = counts.length - 1;
  for (let at = 0; at < values.length; at += 1) {
    const bin = Math.min(last, ((values[at] ?? 0) - min) * scale) | 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/** Counts values in many bins. */
export function countedBetween(values: Float64Array, min: number, max: number): EqualBins | undefined {
  const bins = binsBetween(min, max, manyBins);
  if (bins !== undefined) countInBins(values, bins);
  return bins;
}

/** So few bins of the many, or somewhat more where they do not go into them. */
export function asFewerBins({ counts }: EqualBins, most: number): readonly number[] {
  const each = Math.floor(counts.length / most);
  const fewer = Math.ceil(counts.length / each);
  return Array.from({ length: fewer }, (_, bin) => {
    let sum = 0;
    for (let at = bin * each; at < (bin + 1) * each; at += 1) sum += counts[at] ?? 0;
    return sum;
  });
}

/** The value at a place in the order, from 0; `bins` has the counts of all values. */
export function valueAt(values: Float64Array, place: number, bins?: EqualBins): number {
  if (values.length <= fewValues) return values.slice().sort()[place] ?? Number.NaN;
  const counted = bins ?? counting(values);
  if (counted === undefined) return values.slice().sort()[place] ?? Number.NaN;
  if (counted === "equal") return values[0] ?? Number.NaN;
  const { min, max, counts } = counted;
  let [bin, before] = [0, 0];
  while (bin < counts.length - 1 && before + (counts[bin] ?? 0) <= place) before += counts[bin++] ?? 0;
  const within = new Float64Array(counts[bin] ?? 0);
  const scale = counts.length / (max - min);
  const last = counts.length - 1;
  let found = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if ((Math.min(last, (value - min) * scale) | 0) === bin) within[found++] = value;
  }
  return valueAt(within, place - before);
}

function counting(values: Float64Array): EqualBins | "equal" | undefined {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min === max) return "equal";
  return countedBetween(values, min, max);
}
