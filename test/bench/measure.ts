/** Repeated measurements and their median and 95th percentile. */

/** What repeating gave. */
export interface Sample {
  readonly median: number;
  /** undefined when there were too few runs for one. */
  readonly p95: number | undefined;
  readonly runs: number;
}

export interface Repeat {
  /** Runs before that are not counted. */
  readonly warmups: number;
  readonly runs: number;
}

/** Fewer than so many runs have no 95th percentile worth the name. */
const runsForPercentile = 10;

/** Sums up measured values. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return {
    median: at(0.5),
    p95: values.length < runsForPercentile ? undefined : at(0.95),
    runs: values.length,
  };
}

/** Milliseconds that `work` takes, once. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Repeats what gives a value; `index` counts the warmups too. */
export async function repeat(
  { warmups, runs }: Repeat,
  measure: (index: number) => Promise<number>,
): Promise<Sample> {
  const values: number[] = [];
  for (let index = 0; index < warmups + runs; index += 1) {
    const value = await measure(index);
    if (index >= warmups) values.push(value);
  }
  return sampleOf(values);
}
