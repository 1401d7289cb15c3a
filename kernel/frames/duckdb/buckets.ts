/** Buckets of equal width that begin at round places. */
import type { DuckdbColumn } from "./column.ts";

export interface Buckets {
  /** Lower end of the first one. */
  readonly start: number;
  readonly width: number;
  readonly count: number;
}

const hour = 3_600;
const day = 24 * hour;
const seconds = [
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1_800,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
];
const days = [1, 2, 7, 14, 28, 91, 182, 365, 730, 1_825, 3_650];

/** At most `most` buckets, into which all places from `from` to `to` go. */
export function bucketsOf(column: DuckdbColumn, from: number, to: number, most: number): Buckets {
  for (const width of widths(column, (to - from) / most)) {
    const start = Math.floor(from / width) * width;
    const count = Math.floor((to - start) / width) + 1;
    if (count <= most || most === 1) return { start, width, count: Math.min(count, most) };
  }
  return { start: from, width: Math.max(to - from, 1), count: 1 };
}

/** Round widths from the first that may do, ever wider. */
function* widths({ kind, instant, scale }: DuckdbColumn, least: number): Generator<number> {
  const second = kind === "date" ? 1 / day : 10 ** instant.digits;
  if (kind === "date" || kind === "instant")
    for (const width of [...(kind === "date" ? [] : seconds), ...days.map((each) => each * day)])
      if (width * second >= least && width * second >= 1) yield width * second;
  const unit = kind === "date" ? 1 : kind === "instant" ? day * second : 0;
  const whole = kind === "exact" && scale === 0 ? 1 : 0;
  const wanted = Math.max(least, unit, whole);
  let power = wanted > 0 && Number.isFinite(wanted) ? Math.floor(Math.log10(wanted)) : 0;
  for (let tries = 0; tries < 6; tries += 1, power += 1)
    for (const step of [1, 2, 5]) {
      const width = step * 10 ** power;
      if (width >= wanted && (unit === 0 || width % unit === 0 || width > 1_000 * unit)) yield width;
    }
}
