import { ErrorWithFacts } from "../error-with-facts.ts";

/** What the words or the connection of an engine mean. */
export type SaidCode =
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
  /** The registry gives no more to those who are not logged in. */
  | "pull-limited"
  /** The registry could not be reached. */
  | "registry-unreachable"
  /** It can be, but without encryption. */
  | "registry-plain"
  | "no-space"
  /** A folder on this machine that was to be mounted is not there or not shared with the engine. */
  | "mount-source"
  | "port-taken"
  /** It manages no swarm. */
  | "no-swarm"
  /** Anything else. */
  | "engine";

/** Why no engine could be reached by ssh. */
export type SshWhy =
  /** There is no program `ssh` on this machine. */
  | "no-ssh"
  /** No such machine, or nothing listens there. */
  | "no-host"
  | "host-key-unknown"
  | "host-key-changed"
  /** It does not let this user in. */
  | "denied"
  /** It lets the user in, and has no docker command. */
  | "no-docker"
  /** It has one, and no engine runs. */
  | "no-engine"
  /** One runs, and the user may not use it. */
  | "socket-denied"
  | "other";

/** What a failing command of a build says about the way out. */
export type BuildCause =
  | "own-certificate"
  | "wrong-certificate"
  | "no-network"
  | "no-apt-package"
  | "no-npm-package"
  | "stale-lock"
  | "no-program";

/** Where a build stopped. */
export interface FailedBuild {
  /** Absent before the first step. */
  readonly step?: { readonly step: number; readonly of: number; readonly instruction: string } | undefined;
  /** Of the step's command; absent when the engine itself failed. */
  readonly exitCode?: string | undefined;
  /** The last lines the step wrote. */
  readonly output: readonly string[];
}

/** Why a container engine could not do what it was asked. */
export type EngineFacts =
  /** `doing` is what was being done, as in "start a container"; `said` what the engine said about it. */
  | {
      readonly code: SaidCode;
      readonly doing: string;
      readonly said: string;
      readonly build?: FailedBuild | undefined;
    }
  | {
      readonly code: "build-failed";
      readonly said: string;
      readonly build: FailedBuild;
      readonly cause?: BuildCause | undefined;
    }
  /** The engine closed the connection before it had said how it ended. */
  | { readonly code: "hung-up"; readonly doing: string }
  /** `address` is the engine's, "ssh://user@host"; `said` what ssh or docker over there wrote. */
  | { readonly code: "ssh"; readonly why: SshWhy; readonly address: string; readonly said: string }
  /** It did not answer for so long. */
  | { readonly code: "no-answer"; readonly seconds: number }
  /** The registry does not let `user` push there; nobody is logged in where that is absent. */
  | {
      readonly code: "push-denied";
      readonly name: string;
      readonly said: string;
      /** Absent for Docker Hub. */
      readonly registry: string | undefined;
      readonly user: string | undefined;
    }
  /** What was to be pushed has no name a registry could know it by. */
  | { readonly code: "no-name"; readonly name: string }
  /** `tags` are those of the same image that are there. */
  | {
      readonly code: "no-such-tag";
      readonly image: string;
      readonly tag: string;
      readonly tagGiven: boolean;
      readonly tags: readonly string[];
    }
  /** The image was removed right after it was made or brought here. */
  | { readonly code: "image-vanished"; readonly image: string; readonly after: "build" | "pull" }
  | { readonly code: "other-architecture"; readonly image: string; readonly architecture: string }
  /** A base image of pipenb's own, which is not here yet; `name` is what `pipenb base` makes it by. */
  | { readonly code: "no-own-base"; readonly image: string; readonly name: string }
  /** Node and the kernel could not be written into their volume. */
  | { readonly code: "volume-unfilled"; readonly said: string }
  /** The file that PIPENB_CA_BUNDLE names. */
  | { readonly code: "no-ca-bundle"; readonly path: string }
  /** The folder has no built kernel. */
  | { readonly code: "no-kernel-files"; readonly folder: string }
  /** The caller's signal. */
  | { readonly code: "aborted"; readonly doing: string };

/** Every reason's name. */
export type EngineErrorCode = EngineFacts["code"];

/** What every rejected call of `Engine` gives. */
export class EngineError extends ErrorWithFacts<EngineFacts> {
  override readonly name = "EngineError";
}

/** A place where an engine might have been, and why there was none. */
export interface AskedPlace {
  readonly endpoint: string;
  readonly why: EngineFacts;
}

/** No container engine answers. */
export class NoEngineError extends ErrorWithFacts<{
  readonly code: "no-engine";
  /** Every place that was asked. */
  readonly tried: readonly AskedPlace[];
}> {
  override readonly name = "NoEngineError";

  constructor(tried: readonly AskedPlace[]) {
    super({ code: "no-engine", tried });
  }
}
