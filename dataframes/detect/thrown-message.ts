/** Errors of code that is not ours. */
import { inspect } from "node:util";

/** What was thrown, in one line; also what is thrown may misbehave. */
export function messageOf(error: unknown): string {
  try {
    // SAFETY: only read as text on the next line.
    const message = error instanceof Error ? (error.message as unknown) : error;
    return (typeof message === "string" ? message : inspect(message, { depth: 0 })).slice(0, 500);
  } catch {
    return "something that cannot be shown";
  }
}
