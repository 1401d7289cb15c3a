import { EngineError } from "./engine-error.ts";
import { toEngineError } from "./explain-failure.ts";

/** An aborted stream ends in several ways; the signal tells which were asked for. */
export function abortedOr(cause: unknown, doing: string, signal: AbortSignal | undefined): EngineError {
  if (signal?.aborted === true) return new EngineError("aborted", `Stopped as asked: ${doing}.`, { cause });
  return toEngineError(cause, doing);
}
