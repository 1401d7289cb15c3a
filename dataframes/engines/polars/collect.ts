/** Queries run in the library's own threads; one that nobody waits for any more runs to its end there, unheard. */
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { LazyFrame } from "./polars-types.ts";

/** Rejects with the signal's reason when it is aborted. */
export function collect(lazy: LazyFrame, signal: AbortSignal): Promise<object> {
  signal.throwIfAborted();
  return until(lazy.collect(), signal);
}

/** The same for a query that runs already. */
export async function until(collecting: Promise<object>, signal: AbortSignal): Promise<object> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    aborted.reject(signal.reason);
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([collecting, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The plan that the library appends to its errors says nothing to a reader. */
export function asDataframeError(error: unknown): unknown {
  if (error instanceof DataframeError || !(error instanceof Error)) return error;
  const [said = ""] = error.message.split("\n");
  const code = /not supported|not implemented|unsupported/i.test(said) ? "unsupported" : "failed";
  return new DataframeError(code, `nodejs-polars: ${said}`, { cause: error });
}
