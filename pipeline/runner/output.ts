/** Standard output and standard error of a pipeline. */
import { endWith } from "./failures.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";

/** What is printed is written before the next statement runs, so that no way to end loses it. */
export function openOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (!isBrokenPipe(error)) throw error;
    // Nobody reads any more, as in `… | head`: ends without complaint, as programs do that know no better.
    endWith(signalExitCode("SIGPIPE"));
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    // What is told there is no result: the work goes on.
    if (!isBrokenPipe(error)) throw error;
  });
  for (const stream of [process.stdout, process.stderr]) writeAtOnce(stream);
}

/** Node writes to files and terminals at once, to pipes later, which is too late when the process ends meanwhile. */
function writeAtOnce(stream: NodeJS.WriteStream): void {
  // SAFETY: Node's streams on pipes have had this handle since 0.12; where it is missing the stream stays as it is.
  const { _handle: handle } = stream as { _handle?: { setBlocking?: (blocking: boolean) => unknown } | null };
  handle?.setBlocking?.(true);
}

function isBrokenPipe({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "ECONNRESET";
}
