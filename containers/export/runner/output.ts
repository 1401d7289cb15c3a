/** Standard output and standard error of a pipeline. */

/** What is printed is written before the next statement runs, so that no way to end loses it; and nobody reading is no error. */
export function openOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", allowBrokenPipe);
    writeAtOnce(stream);
  }
}

/** Node writes to files and terminals at once, to pipes later, which is too late when the process ends meanwhile. */
function writeAtOnce(stream: NodeJS.WriteStream): void {
  // SAFETY: Node's streams on pipes have had this handle since 0.12; where it is missing the stream stays as it is.
  const { _handle: handle } = stream as { _handle?: { setBlocking?: (blocking: boolean) => unknown } | null };
  handle?.setBlocking?.(true);
}

/** Nobody reads any more, as in `… | head`. The results still count. */
function allowBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ECONNRESET") throw error;
}
