/** Lines through buckets, with a point in each of them: one without values leaves a gap, and is not bridged. */

export interface BucketPoint {
  readonly bucket: number;
  readonly y: number | null;
  /** Undefined where no colour was asked for. */
  readonly color: string | null | undefined;
}

/** Line by line. No rows count as none, and have no sum, mean, or other value. */
export function bucketLines(
  points: readonly BucketPoint[],
  buckets: number,
  counted: boolean,
): readonly BucketPoint[] {
  const lines = new Map<string | null | undefined, Map<number, number | null>>();
  for (const { bucket, y, color } of points) {
    const line = lines.get(color) ?? new Map<number, number | null>();
    lines.set(color, line.set(bucket, y));
  }
  const none = counted ? 0 : null;
  return [...lines].flatMap(([color, line]) =>
    Array.from({ length: buckets }, (_, bucket) => ({ bucket, y: line.get(bucket) ?? none, color })),
  );
}
