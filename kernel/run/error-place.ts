/** Under which an error keeps the first place of a cell that its raw stack names: the stack that people read has it in their words. */
export const placeKey = Symbol.for("pipenb.place");

/** That place, or one of its causes' where it has none. */
export function errorPlace(error: Error, depth = 0): string | undefined {
  // The place is found when the stack is first asked for.
  Reflect.get(error, "stack");
  const own: unknown = Reflect.get(error, placeKey);
  if (typeof own === "string") return own;
  return error.cause instanceof Error && depth < 10 ? errorPlace(error.cause, depth + 1) : undefined;
}

/** Notes it; in vain for an error that lets nothing be added. */
export function notePlace(error: object, place: string): void {
  Reflect.defineProperty(error, placeKey, { value: place, configurable: true });
}
