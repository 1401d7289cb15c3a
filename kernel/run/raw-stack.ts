/** The stack of here as V8 itself writes it, with the kernel's own frames and its names of cells. */
export function rawStack(frames = Error.stackTraceLimit): string {
  const { stackTraceLimit } = Error;
  const prepareStackTrace: unknown = Reflect.get(Error, "prepareStackTrace");
  Error.stackTraceLimit = frames;
  Reflect.set(Error, "prepareStackTrace", undefined);
  try {
    // It is written when first asked for.
    return String(new Error("here").stack);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
  }
}
