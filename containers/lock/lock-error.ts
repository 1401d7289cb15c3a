/** Why the packages of a notebook could not be locked. */
export type LockErrorCode =
  /** There is no npm on this machine. */
  | "no-npm"
  /** The registry knows no such package. */
  | "no-such-package"
  /** The package is there, but not in such a version. */
  | "no-such-version"
  /** Two packages ask for versions of a third that exclude each other. */
  | "conflict"
  | "registry-unreachable"
  /** The registry wants somebody who is logged in. */
  | "refused"
  /** The lock is not that of the packages. */
  | "stale"
  /** git could not fetch a package. */
  | "git"
  /** The lock file could not be read or written. */
  | "file"
  /** The caller's signal. */
  | "aborted"
  /** Anything else; npm's own words are in the message. */
  | "npm";

/** What a failed lock gives: a code to branch on, and a message that quotes npm and says what to do next. */
export class LockError extends Error {
  readonly code: LockErrorCode;

  constructor(code: LockErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LockError";
    this.code = code;
  }
}
