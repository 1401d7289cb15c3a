import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { failureExitCode } from "../../notebook/failure-exit-code.ts";
import type { Failure } from "../wire/packet-table.ts";
import { errorPlace } from "./error-place.ts";
import { isInnerFrame } from "../trace/readable-stack.ts";

/** Where this program lives, as stacks write it. */
const kernelFolder = fileURLToPath(new URL(".", import.meta.url)).replace(/chunks\/$/, "");

/** Takes the frames of Node's and the kernel's insides, which say nothing to the writer of a cell, off an error and its causes. */
function trimStack(error: Error, depth = 0): void {
  const own = Object.getOwnPropertyDescriptor(error, "stack");
  if (own !== undefined && typeof error.stack === "string")
    error.stack = error.stack
      .split("\n")
      .filter((line) => !isInnerFrame(line, kernelFolder))
      .join("\n");
  if (error.cause instanceof Error && depth < 10) trimStack(error.cause, depth + 1);
}

/** Node puts an error without frames in brackets. */
const withoutBrackets = (text: string): string => text.replace(/^\[(.*?)\](?= \{|$)/s, "$1");

/** An error in words; survives values that throw when looked at. */
export function describeFailure(value: unknown, late: boolean): Failure {
  try {
    if (value instanceof Error) {
      trimStack(value);
      return {
        name: value.name,
        message: value.message,
        place: errorPlace(value),
        text: withoutBrackets(inspect(value)),
        late,
        exitCode: failureExitCode(value),
      };
    }
    return {
      name: "Thrown",
      message: inspect(value),
      text: `Thrown: ${inspect(value)}`,
      late,
      exitCode: 1,
    };
  } catch {
    // Getters and proxies may throw; that something was thrown is still worth saying.
    return {
      name: "Thrown",
      message: "a value that cannot be shown",
      text: "Thrown: a value that cannot be shown",
      late,
      exitCode: 1,
    };
  }
}
