import { inspect } from "node:util";
import type { Failure } from "../wire/frame.ts";

/** An error in words; survives values that throw when looked at. */
export function describeFailure(value: unknown, late: boolean): Failure {
  try {
    if (value instanceof Error)
      return { name: String(value.name), message: String(value.message), text: inspect(value), late };
    return { name: "Thrown", message: inspect(value), text: `Thrown: ${inspect(value)}`, late };
  } catch {
    // Getters and proxies may throw; that something was thrown is still worth saying.
    return {
      name: "Thrown",
      message: "a value that cannot be shown",
      text: "Thrown: a value that cannot be shown",
      late,
    };
  }
}
