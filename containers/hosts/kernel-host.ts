/** WHERE a kernel runs: in a container, or as a local process. One contract, one contract test suite (test/contracts/kernel-host.ts). */
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { ServiceResult } from "../services/service-results.ts";

/** What the start of a kernel says on its way, for progress. */
export type StartEvent =
  | {
      readonly type: "phase";
      readonly phase: "image" | "services" | "kernel-files" | "packages" | "starting" | "ready";
      readonly detail: string;
    }
  | {
      readonly type: "step";
      readonly step: number;
      readonly of: number;
      readonly instruction: string;
      readonly cached: boolean;
    }
  | { readonly type: "output"; readonly text: string }
  /** What the user should know, a sentence. */
  | { readonly type: "notice"; readonly text: string };

export interface StartOptions {
  /** Absolute path of the `.pipenb` file. */
  readonly notebookPath: string;
  readonly frontMatter: FrontMatter;
  /** Called often; must not throw. */
  readonly onEvent?: (event: StartEvent) => void;
  /** Told the kernel's id before anything of it is there, for who ends it when this process dies meanwhile; must not throw. */
  readonly onId?: (id: string) => void;
  /** Cancels the start and cleans up. */
  readonly signal?: AbortSignal;
  /** A kernel without client and running cell ends itself after so long. */
  readonly leaseSeconds?: number;
  /** The kernel goes on when this process ends, until its lease runs out, unless it is on another machine; else it ends with it. */
  readonly outlives?: boolean;
  /** Services start without what they kept, and keep nothing. */
  readonly fresh?: boolean;
  /** A network of the engine on which the services run already: the kernel joins it, and none is started. */
  readonly network?: string;
}

/** Why a kernel ended. */
export interface KernelExit {
  readonly reason: "stopped" | "exited" | "out-of-memory" | "lease";
  readonly exitCode: number | undefined;
  /** The last of what it wrote on its own stdout and stderr. */
  readonly log: string;
}

/** The supervisor's exit code when its lease ran out. */
const leaseCode = 3;

/** Why it ended. `asked`: we stopped it; exit code 0 means that some client did. */
export function exitReason(
  exitCode: number | undefined,
  { asked, outOfMemory }: { readonly asked: boolean; readonly outOfMemory: boolean },
): KernelExit["reason"] {
  if (asked || exitCode === 0) return "stopped";
  if (outOfMemory) return "out-of-memory";
  return exitCode === leaseCode ? "lease" : "exited";
}

/** The files of a kernel that has copies of its own. Each call gives what the user should know, in sentences. */
export interface KernelFiles {
  /** Sends what has changed here; to be called before cells run. */
  send(): Promise<readonly string[]>;
  /** Makes both sides the same; to be called when cells have run. What changed on both stays as it is here. */
  sync(): Promise<readonly string[]>;
}

/** A kernel that answers on its socket. */
export interface RunningKernel {
  readonly id: string;
  readonly host: "container" | "local";
  /** `ws://127.0.0.1:PORT/api/kernels/ID/channels` */
  readonly url: string;
  readonly token: string;
  /** Image reference, for a container. */
  readonly image: string | undefined;
  /** Milliseconds from the call of start to ready. */
  readonly startedInMilliseconds: number;
  readonly exited: Promise<KernelExit>;
  /** Of a kernel on another machine, which ends with this process; undefined where it works in the folder itself. */
  readonly files: KernelFiles | undefined;
  /** What the `verify` commands of its services print now. */
  serviceResults(): Promise<readonly ServiceResult[]>;
  /** Asks it to shut down, then ends it by force; leaves nothing behind. Idempotent. */
  stop(): Promise<void>;
}

/** A kernel found on this machine, by whoever started it. */
export interface KernelRecord {
  readonly id: string;
  readonly host: "container" | "local";
  readonly notebookPath: string;
  readonly image: string | undefined;
  /** Seconds since the epoch. */
  readonly started: number;
  readonly state: "running" | "dead";
}

export interface KernelHost {
  readonly kind: "container" | "local";
  /** Rejects with a `HostError`, `EngineError` or `NpmError`; then nothing is left behind. */
  start(options: StartOptions): Promise<RunningKernel>;
  list(): Promise<readonly KernelRecord[]>;
  /** False when there was no such kernel. */
  stop(id: string): Promise<boolean>;
  /** Removes what dead kernels left (containers, networks, files); gives what was removed, in words. */
  prune(): Promise<readonly string[]>;
}
