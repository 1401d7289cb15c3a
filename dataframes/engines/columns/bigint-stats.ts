/** What there is to know of integers that no number holds: told of how far they are from the least one, which a number mostly holds. */
import { exactRows } from "../sample-rows.ts";
import { estimateDifferent } from "./estimate-distinct.ts";
import { placeOf, sketchOf, takeRows } from "./numeric-stats.ts";
import type { Sketch } from "./numeric-stats.ts";

type BigInts = BigInt64Array | BigUint64Array;

/** As {@link Sketch} of numbers, the values themselves exact and whatever is made of many of them as near as numbers are. */
export interface BigIntSketch {
  readonly count: number;
  readonly min: bigint;
  readonly max: bigint;
  readonly mean: number;
  readonly deviation: number;
  readonly distinct: number;
  readonly distinctExact: boolean;
  readonly quantile: (share: number) => bigint;
  readonly bins: Sketch["bins"];
}

/** Of these rows, or all; undefined where there are none. */
export function sketchBigInts(
  values: BigInts,
  rows: Uint32Array | undefined,
  all: number,
): BigIntSketch | undefined {
  const taken = rows === undefined ? values.subarray(0, all) : takeRows(values, rows);
  const count = taken.length;
  if (count === 0) return undefined;
  const least = leastOf(taken);
  const steps = stepsFrom(least, taken);
  const sketch = sketchOf(steps, undefined, count);
  const exact = sketch.max <= Number.MAX_SAFE_INTEGER;
  const at = (place: number): bigint => {
    const step = sketch.at(place);
    return exact ? least + BigInt(step) : nthNear(taken, steps, step, place);
  };
  return {
    count,
    min: least,
    max: at(count - 1),
    mean: Number(least) + sketch.mean,
    deviation: sketch.deviation,
    ...(exact ? { distinct: sketch.distinct, distinctExact: sketch.distinctExact } : different(taken)),
    quantile: (share) => at(placeOf(count, share)),
    bins: (most, each) => {
      const found = sketch.bins(most, each);
      const from = Number(least);
      return found === undefined ? undefined : { ...found, edges: found.edges.map((edge) => from + edge) };
    },
  };
}

function leastOf(values: BigInts): bigint {
  const words = wordsOf(values);
  const flip = values instanceof BigInt64Array ? 0x80000000 : 0;
  let [place, low, high] = [0, words[0] ?? 0, ((words[1] ?? 0) ^ flip) >>> 0];
  for (let at = 2; at < words.length; at += 2) {
    const upper = ((words[at + 1] ?? 0) ^ flip) >>> 0;
    if (upper > high) continue;
    const lower = words[at] ?? 0;
    if (upper === high && lower >= low) continue;
    [place, low, high] = [at / 2, lower, upper];
  }
  return values[place] ?? 0n;
}

/** How far each value is from the least one; rounded where that is more than a number holds. */
function stepsFrom(least: bigint, values: BigInts): Float64Array {
  const words = wordsOf(values);
  const signed = values instanceof BigInt64Array;
  const lowest = Number(BigInt.asUintN(32, least));
  const highest = Number(least >> 32n);
  const steps = new Float64Array(values.length);
  for (let row = 0; row < steps.length; row += 1) {
    const high = words[row * 2 + 1] ?? 0;
    steps[row] = ((signed ? high | 0 : high) - highest) * 2 ** 32 + ((words[row * 2] ?? 0) - lowest);
  }
  return steps;
}

function wordsOf(values: BigInts): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

/** The value at a place in the order, among those that are about so far from the least one. */
function nthNear(values: BigInts, steps: Float64Array, step: number, place: number): bigint {
  const near: bigint[] = [];
  let before = 0;
  for (let row = 0; row < steps.length; row += 1) {
    const each = steps[row] ?? 0;
    if (each < step) before += 1;
    else if (each === step) near.push(values[row] ?? 0n);
  }
  near.sort((a, b) => (a < b ? -1 : Number(a > b)));
  return near[place - before] ?? 0n;
}

function different(values: BigInts): { readonly distinct: number; readonly distinctExact: boolean } {
  return values.length > exactRows
    ? { distinct: estimateDifferent(values), distinctExact: false }
    : { distinct: new Set(values).size, distinctExact: true };
}
