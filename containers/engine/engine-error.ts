/** Why a container engine could not do what it was asked. */
export type EngineErrorCode =
  /** Nothing listens there, or the connection broke. */
  | "unreachable"
  /** The socket is there and this user may not use it. */
  | "permission"
  | "no-such-image"
  /** A container, volume or network that is not there (any more). */
  | "no-such-object"
  /** Still used by something else, or in the wrong state. */
  | "conflict"
  /** The registry refuses, or has no such image. */
  | "pull-denied"
  /** The registry does not let this user push there, or nobody is logged in. */
  | "push-denied"
  /** What was to be pushed has no name a registry could know it by. */
  | "no-name"
  /** The registry could not be reached. */
  | "registry-unreachable"
  | "no-space"
  | "build-failed"
  /** A folder on this machine that was to be mounted is not there or not shared with the engine. */
  | "mount-source"
  | "port-taken"
  /** A setting of the user's that cannot be used. */
  | "setting"
  /** The caller's signal. */
  | "aborted"
  /** Anything else; the engine's own words are in the message. */
  | "engine";

/** What every rejected call of `Engine` gives: a code to branch on, and a message that says what to do next. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: EngineErrorCode;
  /** The command by which the user logs in at the registry, where that may help. */
  readonly login: string | undefined;

  constructor(
    code: EngineErrorCode,
    message: string,
    options: ErrorOptions & { readonly login?: string | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.login = options.login;
  }
}
