/** A stack as Node writes it, for those who change what it says. */
export function stackText(error: unknown, frames: readonly unknown[]): string {
  return [headOf(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n");
}

/** Node's own errors carry their code. */
function headOf(error: unknown): string {
  try {
    if (error instanceof Error && isNodes(error) && "code" in error)
      return `${error.name} [${String(error.code)}]: ${error.message}`;
    // SAFETY: a stack may be made for any object, and the method takes any.
    return Error.prototype.toString.call(error as Error);
  } catch {
    // Its name or message threw.
    return "Error";
  }
}

/** The mark is on the class, which is Node's own. */
function isNodes(error: Error): boolean {
  const made: unknown = Object.getPrototypeOf(error);
  return [error, made].some(
    (each) =>
      typeof each === "object" &&
      each !== null &&
      Object.getOwnPropertySymbols(each).some(({ description }) => description === "kIsNodeError"),
  );
}
