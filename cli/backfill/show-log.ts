import { unitLog } from "../../app/backfill/unit-log.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";

export interface LogRequest {
  readonly what: string;
  readonly unit: string;
  /** The last one where undefined. */
  readonly attempt: number | undefined;
}

/** `pipenb logs`: what an attempt of a unit has written, also of one that still runs. Gives the exit code. */
export async function showLog(
  { what, unit, attempt }: LogRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const log = await unitLog(
    placeOf(what),
    { unit, attempt },
    async () => {
      const { requireEngine } = await import("../../containers/engine/connect.ts");
      return requireEngine({ env });
    },
    env,
  );
  if (log.kind === "log") {
    terminal.out(log.text);
    return exitCode.ok;
  }
  if (log.attempts === 0)
    throw new CliError("usage", `${unit} was never run.`, {
      remedy: `pipenb units ${what} lists all that were.`,
    });
  throw new CliError("file", `Nothing was kept of attempt ${log.attempt} of ${unit}.`, {
    remedy: `The last one is attempt ${log.attempts}.`,
  });
}
