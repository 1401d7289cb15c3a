import { describeFailure } from "../app/failures/describe-failure.ts";
import { VerifyError } from "../app/verify/verify-error.ts";
import { JournalError } from "../backfill/journal/journal-error.ts";
import { NoEngineError } from "../containers/engine/engine-error.ts";
import { ObjectError } from "../pipeline/library/objects/object-error.ts";
import { ExportError } from "../pipeline/write-export.ts";
import { ProtocolError } from "../protocol/message.ts";
import { CliError, exitCode } from "./cli-error.ts";
import type { Terminal } from "./terminal/terminal.ts";

const noEngineRemedy =
  'Start Docker (or Podman with its socket); "pipenb doctor" says what is missing. "pipenb run --runtime local" does without.';

/** Tells what went wrong on stderr; gives the exit code. */
export function reportError(terminal: Terminal, error: unknown): number {
  terminal.done();
  if (error instanceof CliError) {
    complain(terminal, error.message, error.remedy);
    return error.exitCode;
  }
  const failure = describeFailure(error);
  if (failure !== undefined) {
    complain(terminal, failure.message, error instanceof NoEngineError ? noEngineRemedy : failure.remedy);
    const isUsage =
      (error instanceof VerifyError && error.code === "own-file") ||
      (error instanceof JournalError && error.code === "no-address");
    if (isUsage) return exitCode.usage;
    return error instanceof ObjectError ? (error.exitCode ?? exitCode.failed) : exitCode.failed;
  }
  // Their messages say already what to do next.
  if (error instanceof ExportError || error instanceof ProtocolError) {
    complain(terminal, error.message, undefined);
    return exitCode.failed;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  complain(terminal, stack, "This is a mistake in pipenb. Please report it with the lines above.");
  return exitCode.failed;
}

function complain(terminal: Terminal, message: string, remedy: string | undefined): void {
  terminal.complain(terminal.colors.red(message));
  if (remedy !== undefined) terminal.complain(remedy);
  terminal.event({ type: "failed", message, ...(remedy === undefined ? {} : { remedy }) });
}
