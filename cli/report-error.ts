import { EngineError } from "../containers/engine/engine-error.ts";
import { NoEngineError } from "../containers/engine/no-engine-error.ts";
import { ExportError } from "../pipeline/write-export.ts";
import { HostError } from "../containers/hosts/host-error.ts";
import { LockError } from "../containers/lock/lock-error.ts";
import { ProtocolError } from "../protocol/message.ts";
import { CliError } from "./cli-error.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** The errors of the parts beneath whose messages already say what to do next. */
const explained = [EngineError, HostError, ExportError, LockError, ProtocolError];

/** Tells what went wrong on stderr; gives the exit code. */
export function reportError(terminal: Terminal, error: unknown): number {
  terminal.done();
  if (error instanceof CliError) {
    complain(terminal, error.message, error.remedy);
    return error.exitCode;
  }
  if (error instanceof NoEngineError) {
    const remedy =
      'Start Docker (or Podman with its socket); "pipenb doctor" says what is missing. "pipenb run --runtime local" does without.';
    complain(terminal, error.message, remedy);
    return exitCode.failed;
  }
  if (error instanceof Error && explained.some((known) => error instanceof known)) {
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
