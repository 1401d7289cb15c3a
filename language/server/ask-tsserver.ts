/** Asks TypeScript 6 itself, past its language server. */
import type { Ask } from "./server-dialect.ts";

/** Sends one of tsserver's own requests; a `file` may be a file's address. */
export function askTsserver(
  ask: Ask,
  request: readonly [command: string, parameters: object],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  return ask(
    "workspace/executeCommand",
    { command: "typescript.tsserverRequest", arguments: request },
    signal,
  );
}
