/** Exit codes of a pipeline whose cell threw: 1, unless the error says or shows what a scheduler should do about it. */

/** Codes of network errors that may be gone the next time. */
const transientCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** The error's own `exitCode` (42: this input can never succeed; 75: try again), 75 for a network error, else 1. */
export function failureExitCode(error: unknown): number {
  for (
    let each: unknown = error, depth = 0;
    each instanceof Error && depth < 10;
    each = each.cause, depth += 1
  ) {
    if ("exitCode" in each && Number.isInteger(each.exitCode)) {
      const code = Number(each.exitCode);
      if (code > 0 && code < 256) return code;
    }
    if ("code" in each && typeof each.code === "string" && transientCodes.has(each.code)) return 75;
  }
  return 1;
}
