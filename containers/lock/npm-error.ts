import { ErrorWithFacts } from "../error-with-facts.ts";

/** What npm's own error code means. */
export type NpmCode =
  /** The registry knows no such package. */
  | "no-such-package"
  /** The package is there, but not in such a version. */
  | "no-such-version"
  /** The package is there, but in no version at all. */
  | "nothing-published"
  /** What stands for a version is none. */
  | "bad-range"
  /** Two packages ask for versions of a third that exclude each other. */
  | "conflict"
  /** The package is not for this kind of machine, or not for this Node. */
  | "other-machine"
  | "other-node"
  | "registry-unreachable"
  /** The connection to the registry is signed by somebody whom Node does not know, such as a company's proxy. */
  | "own-certificate"
  /** The registry's certificate is for other names, or for other days. */
  | "wrong-certificate"
  /** The registry wants somebody who is logged in. */
  | "refused"
  /** The lock is not that of the packages. */
  | "stale"
  /** git could not fetch a package. */
  | "git"
  /** Anything else. */
  | "npm";

/** npm failed. */
export interface NpmFailed {
  readonly code: NpmCode;
  /** What it was to do with the notebook's packages; "fetched" is Node for local kernels. */
  readonly doing: "locked" | "installed" | "fetched";
  /** The line of its that says most, or how it ended. */
  readonly said: string;
}

/** Why npm could not do what it was to. */
export type NpmFacts =
  | NpmFailed
  /** There is no npm on this machine. */
  | { readonly code: "no-npm"; readonly doing: NpmFailed["doing"] }
  /** It is there and does not start. */
  | { readonly code: "not-started"; readonly why: string }
  /** A package that stands in a place of this machine. */
  | { readonly code: "place"; readonly name: string; readonly wanted: string }
  /** The lock file could not be read or written. */
  | { readonly code: "file"; readonly path: string; readonly done: "read" | "written"; readonly why: string }
  /** The caller's signal. */
  | { readonly code: "aborted" };

/** Every reason's name. */
export type NpmErrorCode = NpmFacts["code"];

/** What is thrown where the packages of a notebook cannot be had. */
export class NpmError extends ErrorWithFacts<NpmFacts> {
  override readonly name = "NpmError";
}
