/** Engines give null where dockerode's types promise a value: an empty list, an absent label map. This says so. */
export function orAbsent<Value>(value: Value | null | undefined): Value | undefined {
  return value ?? undefined;
}
