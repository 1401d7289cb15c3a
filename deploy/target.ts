/** An engine that starts a pipeline by the clock, for the unit that its schedule says. */
import type { Parameter, ParameterValues } from "../notebook/parameters/parameter.ts";
import type { Schedule } from "../notebook/units/schedule.ts";
import type { UnitParameter } from "../notebook/units/unit-parameter.ts";
import { runtimes } from "../backfill/slurm/script-parts.ts";
import type { Limits } from "../containers/figures/limits.ts";
import type { Mount } from "../containers/engine/engine.ts";

/** `--to` */
export const targetNames = ["airflow", "kubernetes", "prefect", "slurm"] as const;
export type TargetName = (typeof targetNames)[number];

/** `--runtime`: what starts containers, as far as that can be chosen. */
export const deployRuntimes = [...runtimes, "kubernetes"] as const;
export type DeployRuntime = (typeof deployRuntimes)[number];

/** The label of everything that an engine has of a pipeline; its value is the pipeline's name there. */
export const deploymentLabel = "io.pipenb.deployment";

/** A pipeline as an engine is to run it. */
export interface DeployedPipeline {
  /** What the engine calls it: lower-case letters, digits and "-", 40 characters at most. */
  readonly name: string;
  /** What it is of: the notebook's file name, or the image's. */
  readonly source: string;
  /** Who has deployed it, `user@machine`. */
  readonly by: string;
  /** "sha256:…" */
  readonly image: string;
  /** `NAME@sha256:…` in a registry; undefined where no registry is known to have the image. */
  readonly reference: string | undefined;
  readonly unit: UnitParameter;
  /** Of all other parameters but those that secrets give. */
  readonly values: ParameterValues;
  /** The same behind the image, without those that are the defaults. */
  readonly args: readonly string[];
  /** How often a run is tried again that has failed for now. */
  readonly retries: number;
  /** Seconds a run may take; undefined without a limit. */
  readonly timeout: number | undefined;
  readonly mounts: readonly Mount[];
  /** "uid:gid"; the image's own where undefined. */
  readonly user: string | undefined;
  readonly limits: Limits;
}

/** A pipeline as it is to run by the clock. */
export interface Deployment extends DeployedPipeline {
  readonly title: string;
  /** What the notebook says of itself at its beginning, as Markdown; "" of an image. */
  readonly text: string;
  readonly schedule: Schedule;
  readonly parameters: readonly Parameter[];
  /** Names of those that are to have done a unit before; none where the clock starts it. */
  readonly after: readonly string[];
  /** Of Airflow, which lets a few run at a time. */
  readonly pool: string | undefined;
  /** Of Airflow's Docker engine, on which services run; its usual one where undefined. */
  readonly network: string | undefined;
}

export type RunState = "waiting" | "running" | "done" | "failed";

/** A run that the engine still knows. */
export interface ScheduledRun {
  /** By which the engine knows it. */
  readonly id: string;
  readonly unit: string;
  /** When it was due. */
  readonly due: Date;
  readonly state: RunState;
}

/** A pipeline that an engine starts by the clock. */
export interface Registered extends Pick<Deployment, "name" | "source" | "by" | "schedule"> {
  /** What runs, by its digest. */
  readonly image: string;
  /** Somebody has suspended it; undefined where the engine was not asked. */
  readonly isPaused: boolean | undefined;
  /** The newest first; undefined likewise. */
  readonly runs: readonly ScheduledRun[] | undefined;
}

export interface Registration {
  readonly replaced: boolean;
  /** The file that the engine reads, where it is one. */
  readonly file?: string;
}

export interface Target {
  /** Registers it, in the place of what was registered by its name; what runs goes on. Rejects with a `DeployError` or the engine's own. */
  register(deployment: Deployment): Promise<Registration>;
  /** All that pipenb has registered here for this user or namespace. */
  list(): Promise<readonly Registered[]>;
  /** Takes the registration away; gives what still runs of it, undefined where there was none. */
  remove(name: string): Promise<readonly ScheduledRun[] | undefined>;
  /** The same as files, by their names. */
  files(deployment: Deployment): ReadonlyMap<string, string>;
}
