import { progressOf, type Progress } from "./json-lines.ts";

/** The messages of a running build or push. Closing the connection is how an engine is told to stop; rejects then. */
export async function* stoppableProgress(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal | undefined,
): AsyncGenerator<Progress> {
  // SAFETY: a connection's response, which every stream of dockerode is, can be destroyed.
  const connection = stream as unknown as { destroy(): void };
  const stop = (): void => {
    connection.destroy();
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    signal?.throwIfAborted();
    yield* progressOf(stream);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  signal?.throwIfAborted();
}
