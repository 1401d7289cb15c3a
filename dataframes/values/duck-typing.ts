/** Values of libraries that live in the user's packages, so that `instanceof` cannot know them. */

/** A property whose kind is not known. */
export function property(value: object, name: string | symbol): unknown {
  return Reflect.get(value, name);
}

/** Whether the object has all these methods. */
export function hasMethods<Name extends string>(
  value: object,
  ...names: readonly Name[]
): value is Record<Name, (...given: readonly unknown[]) => unknown> {
  return names.every((name) => typeof property(value, name) === "function");
}

/** Insists on an object; what is thrown makes the value show as plain text. */
export function anObject(value: unknown): object {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return value;
}

/** Insists on an array. */
export function anArray(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError("not an array");
  return value;
}

/** Insists on a count. */
export function aCount(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError("not a count");
  return value;
}
