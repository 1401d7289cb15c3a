/** What runs the units of a backfill: containers of an engine, jobs of a cluster, runs of a DAG. */
import type { UnitEntry } from "./journal/entry.ts";

/** `--on`, `PIPENB_ON` */
export const engineNames = ["docker", "swarm", "slurm", "kubernetes", "airflow", "prefect", "dask"] as const;
export type EngineName = (typeof engineNames)[number];

/** One attempt of a unit. */
export interface Run {
  readonly unit: string;
  readonly key: string;
  readonly attempt: number;
}

/** How a run has ended. */
export type RunEnd =
  | {
      readonly kind: "exit";
      readonly code: number;
      /** The engine itself was away meanwhile, and may have ended it. */
      readonly interrupted: boolean;
    }
  /** It is not there any more: somebody has removed it, and nobody knows how it ended. */
  | { readonly kind: "gone" }
  /** It was lost, and given up as it was asked for. */
  | { readonly kind: "given-up" };

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Takes away a run that is lost, instead of waiting for it. */
  readonly givesUpLost: boolean;
  /** Its node is gone, and may still run it: its end, if it comes, is told all the same. */
  readonly onLost: () => void;
}

export interface RunEngine {
  /**
   * Starts the run, or finds the one of its name, which somebody else has started, and waits for its end. While the engine is away it
   * looks again and again. Rejects where the engine refuses, and once the signal is aborted.
   */
  run(run: Run, options: RunOptions): Promise<RunEnd>;
  /** Asks it to stop; its end is told by `run`. */
  stop(run: Run): Promise<void>;
  /** Everything it has written; undefined where that is gone. */
  log(run: Run): Promise<string | undefined>;
  /** Takes away what is left of it, once the journal knows its end. */
  forget(run: Run): Promise<void>;
  /** Takes away what is left of runs whose end the journal knows; gives the units that still run otherwise. */
  sweep(known: (unit: string) => UnitEntry | undefined): Promise<readonly string[]>;
  /** Stops every run of the journal; gives their units. */
  stopAll(): Promise<readonly string[]>;
}
