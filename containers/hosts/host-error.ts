/** Why a kernel could not be started, or not be ended. */
export type HostErrorCode =
  /** No Node 24 on this machine, for the local host. */
  | "no-node"
  /** The notebook's npm packages could not be installed. */
  | "packages"
  /** A mount of the front matter that cannot be made. */
  | "mount"
  /** A secret of the front matter whose file is not there. */
  | "secret"
  /** A service of the front matter did not start or did not get ready. */
  | "service"
  /** The kernel ended before it was ready. */
  | "start-failed"
  | "start-timeout"
  | "out-of-memory"
  /** The caller's signal. */
  | "aborted";

/** What a host rejects with, beside the `EngineError` of an engine that fails: a code to branch on, and a message that says what to do next. */
export class HostError extends Error {
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HostError";
    this.code = code;
  }
}

/** The caller has changed its mind. */
export function startCancelled(): HostError {
  return new HostError("aborted", "The start of the kernel was cancelled.");
}

/** Throws when the caller has changed its mind. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw startCancelled();
}
