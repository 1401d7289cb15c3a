import type { KeptState } from "../services/service-plan.ts";
import type { ServiceUser } from "../services/service-users.ts";
import { ErrorWithFacts } from "../error-with-facts.ts";
import type { NpmFacts } from "../lock/npm-error.ts";

/** There is no Node on this machine for the local host; `npm` says why npm could bring none either. */
export interface NoNode {
  readonly code: "no-node";
  readonly needed: number;
  readonly running: string;
  readonly npm?: NpmFacts;
}

/** Why a kernel could not be started. `where` says what it was started as. */
export type HostFacts =
  /** PIPENB_NODE names a program that is none of this version or newer. */
  | { readonly code: "wrong-node"; readonly path: string; readonly needed: number }
  | NoNode
  /** A mount of the front matter that cannot be read. */
  | { readonly code: "mount-form"; readonly text: string }
  /** One whose folder is not there and cannot be made. */
  | { readonly code: "mount-source"; readonly folder: string; readonly why: string }
  /** A secret of the front matter that no file can be called. */
  | { readonly code: "secret-name"; readonly name: string }
  /** One whose file is not there. */
  | { readonly code: "no-secret"; readonly name: string; readonly path: string }
  /** A service of the front matter ended, or was not ready after so many seconds. */
  | {
      readonly code: "service";
      readonly name: string;
      readonly image: string;
      readonly lateSeconds?: number | undefined;
      /** Its `ready` command, and what that said. */
      readonly ready?: { readonly command: string; readonly said: string } | undefined;
      readonly log: string;
      /** It was started over what it kept of earlier ones. */
      readonly kept?: Pick<KeptState, "notebookPath" | "otherImage" | "otherEnvironment"> | undefined;
    }
  /** A service that keeps data runs for others, and with other settings than the notebook has now. */
  | { readonly code: "service-in-use"; readonly name: string; readonly users: readonly ServiceUser[] }
  /** One whose data were to be dropped runs for others. */
  | { readonly code: "service-running"; readonly name: string; readonly users: readonly ServiceUser[] }
  /** Data that were to be taken over are to be where there are some already. */
  | { readonly code: "service-keeps"; readonly name: string; readonly notebookPath: string }
  /** They could not be copied: what the copying said, in a container of that image. */
  | { readonly code: "service-copy"; readonly image: string; readonly log: string }
  /** They are being copied, or that came to nothing. */
  | {
      readonly code: "service-uncopied";
      readonly name: string;
      readonly notebookPath: string;
      readonly isRunning: boolean;
    }
  /** The kernel ended before it was ready. */
  | {
      readonly code: "start-failed";
      readonly where: "process" | "container";
      readonly exitCode?: number | undefined;
      readonly log: string;
    }
  /** The engine published no port for it. */
  | { readonly code: "no-port" }
  | {
      readonly code: "start-timeout";
      readonly where: "process" | "container";
      readonly seconds: number;
      readonly log: string;
    }
  | { readonly code: "out-of-memory"; readonly log: string }
  /** A folder that the engine on another machine needs has more than can be sent there: bytes, or entries. */
  | {
      readonly code: "too-much";
      readonly folder: string;
      readonly bytes?: number;
      readonly entries?: number;
    }
  /** The caller's signal. */
  | { readonly code: "aborted" };

/** Every reason's name. */
export type HostErrorCode = HostFacts["code"];

/** What a host rejects with, beside the `EngineError` of an engine that fails and the `NpmError` of packages that cannot be had. */
export class HostError extends ErrorWithFacts<HostFacts> {
  override readonly name = "HostError";
}

/** The caller has changed its mind. */
export function startCancelled(): HostError {
  return new HostError({ code: "aborted" });
}

/** Throws when the caller has changed its mind. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw startCancelled();
}
