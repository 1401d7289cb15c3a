/** Reads what came from elsewhere, of which nothing is known; undefined where there is no such thing. */
export function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
