/** What carries out a whole list of units by itself, retries included: an array job of Slurm, an Indexed Job of Kubernetes, backfills of Airflow. */
import type { Run } from "../run-engine.ts";

/** A list of units that is handed over at once. */
export interface Batch {
  /**
   * The same list of the same version has the same name, and an engine takes a name once. 31 characters of a-z, 0-9 and "-".
   */
  readonly name: string;
  /** `versionId` of what they run. */
  readonly version: string;
  /** In the order of the engine's index, from 0. `attempt` is the number of the first one that the engine makes. */
  readonly units: readonly Run[];
  readonly parallel: number;
  /** How often a unit is tried again that has failed for now. */
  readonly retries: number;
  /** No unit is to be started once so many have failed. */
  readonly stopAfter: number | undefined;
}

/** What an engine says of an attempt. */
export interface Sight {
  readonly unit: string;
  /** As the journal counts. */
  readonly attempt: number;
  /** "retrying": it has ended, and another one follows. "lost": its node is gone, and may still run it. */
  readonly state: "running" | "retrying" | "done" | "failed" | "stopped" | "lost";
  readonly code?: number | undefined;
}

export interface BatchSight {
  /** Of every attempt that is known, in order; a unit of which there is none waits. */
  readonly sights: readonly Sight[];
  /** Nothing of it runs, and nothing will. */
  readonly isOver: boolean;
  /** Why it does not get on, with the remedy: there is no image, or no room for it. */
  readonly trouble?: string | undefined;
}

export interface BatchEngine {
  /** Those of this journal that it still knows, the oldest first. */
  batches(): Promise<readonly Batch[]>;
  /** Hands it over; one of this name that is there is this one. */
  submit(batch: Batch): Promise<void>;
  /** Whether the error says that it does not answer for now, and has not taken what it was given. */
  isAway(error: unknown): boolean;
  look(batch: Batch): Promise<BatchSight>;
  /** Starts nothing more; what runs ends by itself, where the engine can do that. */
  drain(batch: Batch): Promise<void>;
  /** Ends what runs, and starts nothing more. */
  stop(batch: Batch): Promise<void>;
  /** Everything an attempt has written; undefined where that is gone. */
  log(batch: Batch, run: Run): Promise<string | undefined>;
  /** Takes away what is left of it, once the journal knows every end. */
  forget(batch: Batch): Promise<void>;
}
