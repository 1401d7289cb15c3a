/** What an error means to whoever started the pipeline. */

import { exitCodes } from "./program/exit-codes.ts";

const networkCodes = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** 42 or 75 where the error, or one that caused it, says so in its `exitCode`; 75 for a network error; else 1. */
export function failureExitCode(error: unknown): number {
  const chain = causes(error);
  const said = chain
    .map((one) => field(one, "exitCode"))
    .find((code) => code === exitCodes.never || code === exitCodes.transient);
  if (typeof said === "number") return said;
  return chain.some((one) => isNetworkError(one)) ? exitCodes.transient : exitCodes.failed;
}

function isNetworkError(error: unknown): boolean {
  const code = field(error, "code");
  if (typeof code === "string" && networkCodes.has(code)) return true;
  if (field(error, "name") === "TimeoutError" && error instanceof DOMException) return true;
  return error instanceof AggregateError && error.errors.length > 0 && error.errors.every(isNetworkError);
}

/** The error, its cause, the cause of that, and so on; a ring of causes is cut. */
function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && !chain.includes(one); one = field(one, "cause")) chain.push(one);
  return chain;
}

function field(value: unknown, name: string): unknown {
  // SAFETY: any object may be asked for any property; what comes is unknown.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
