/**
 * Buckets that begin at round places: at 1, 2 or 5 times a power of ten; at full minutes, hours, days, Mondays, months,
 * quarters and years. Times are cut in UTC, whatever zone their column has, so that every hour of a change of clocks has
 * its place once.
 */

/** Where the values of a column lie, as numbers. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Of times: how much a day is, counted from 1970 on. 1 for days. */
  readonly perDay?: number;
  /** Distance of neighbouring values, of which the ends are multiples; 0 where there is none. */
  readonly step: number;
}

export interface Buckets {
  /** What `start` and `width` count: numbers on the axis, or months since 1970. */
  readonly unit: "axis" | "months";
  readonly start: number;
  readonly width: number;
  readonly count: number;
  /** Where a bucket begins on the axis; with `count`, where the last one ends. */
  readonly startOf: (bucket: number) => number;
}

/** At most `most` of them hold all values. */
export function roundBuckets(axis: Axis, most: number): Buckets {
  const found = axis.perDay === undefined ? undefined : timeBuckets(axis, axis.perDay, most);
  return found ?? numberBuckets(axis, most);
}

/** The bucket of a value; those beyond the ends are in the first or last one. */
export function bucketOf({ unit, start, width, count, startOf }: Buckets, value: number): number {
  if (unit === "axis") return Math.min(Math.max(Math.floor((value - start) / width), 0), count - 1);
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startOf(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

const hour = 3_600;
const day = 24 * hour;
const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800].concat(
  [1, 2, 3, 6, 12].map((hours) => hours * hour),
);
/** 1970-01-05, the first of all weeks, was a Monday. */
const days = [
  { days: 1, from: 0 },
  { days: 2, from: 0 },
  { days: 7, from: 4 },
  { days: 14, from: 4 },
];

function timeBuckets({ from, to, step }: Axis, perDay: number, most: number): Buckets | undefined {
  for (const { width, origin } of timeWidths(perDay, step)) {
    const first = Math.floor((from - origin) / width);
    const count = Math.floor((to - origin) / width) - first + 1;
    if (count <= most)
      return equal(origin + first * width, width, count, (bucket) => origin + (first + bucket) * width);
  }
  return monthBuckets(from, to, perDay, most);
}

function* timeWidths(perDay: number, step: number): Generator<{ width: number; origin: number }> {
  const second = perDay / day;
  if (second >= 1) {
    for (let width = step; width < second; width *= 10)
      for (const times of [1, 2, 5]) yield { width: times * width, origin: 0 };
    for (const each of seconds) yield { width: each * second, origin: 0 };
  }
  for (const each of days) yield { width: each.days * perDay, origin: each.from * perDay };
}

/** Undefined for times beyond those of JavaScript's dates. */
function monthBuckets(from: number, to: number, perDay: number, most: number): Buckets | undefined {
  const monthOf = (place: number): number => {
    const date = new Date(Math.floor(place / perDay) * 86_400_000);
    return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  };
  const [first, last] = [monthOf(from), monthOf(to)];
  if (!Number.isFinite(last - first)) return undefined;
  for (let decade = 1; decade <= 1e6; decade *= 10)
    for (const width of decade === 1 ? [1, 3, 12, 24, 60] : [12 * decade, 24 * decade, 60 * decade]) {
      // Years are counted from the year 0, so that centuries begin with one.
      const origin = -1970 * 12;
      const start = origin + Math.floor((first - origin) / width) * width;
      const count = Math.floor((last - start) / width) + 1;
      if (count > most) continue;
      const startOf = (bucket: number): number =>
        (new Date(0).setUTCFullYear(1970, start + bucket * width) / 86_400_000) * perDay;
      return { unit: "months", start, width, count, startOf };
    }
  return undefined;
}

function numberBuckets({ from, to, step }: Axis, most: number): Buckets {
  // Less than this is no distance between numbers so large.
  const distance = Math.max(Math.abs(from), Math.abs(to)) * 2 ** -50;
  const range = from === to ? 1 : to / most - from / most;
  const least = Math.max(from === to && step > 0 ? step : range, step, distance);
  let power = Math.floor(Math.log10(least));
  for (; power < 308; power += 1)
    for (const times of [1, 2, 5]) {
      const width = scaled(times, power);
      const first = Math.floor(from / width);
      const count = Math.floor(to / width) - first + 1;
      if (width < least || !(count <= most)) continue;
      return equal(scaled(first * times, power), width, count, (bucket) =>
        scaled((first + bucket) * times, power),
      );
    }
  return equal(from, Math.max(to - from, 1), 1, (bucket) => (bucket === 0 ? from : to));
}

/** Divided rather than multiplied by a part of one, which no number is exactly: 0.3 and not 0.30000000000000004. */
const scaled = (number: number, power: number): number =>
  power < 0 ? number / 10 ** -power : number * 10 ** power;

const equal = (start: number, width: number, count: number, startOf: Buckets["startOf"]): Buckets => ({
  unit: "axis",
  start,
  width,
  count,
  startOf,
});
