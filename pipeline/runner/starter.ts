/** What the pipeline tells the process that has started it, and that says in the end how the run was. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import type { DataOfRun, RunError } from "../result/run-result.ts";

/** The parameters are known. */
export interface BegunRun {
  /** As they may be shown. */
  readonly parameters: ParameterValues;
  /** Texts that may not: values that were in files. */
  readonly secrets?: readonly string[] | undefined;
  /** Where the manifest is to be when the run is done; absolute. */
  readonly manifest?: string | undefined;
}

/** Without a name where it is no error of the cells that has ended it. */
export type ToldFailure = Omit<RunError, "name"> & { readonly name?: string };

/** One thing at a time; `skipped` is of a run that had nothing left to do. */
export type RunTold =
  | { readonly begun: BegunRun }
  | { readonly record: RunRecord }
  | { readonly skipped: DataOfRun }
  | { readonly failed: ToldFailure };

let tell: ((told: RunTold) => void) | undefined;

/** From now on there is somebody to tell. */
export function tellStarterBy(by: (told: RunTold) => void): void {
  tell = by;
}

/** Nothing happens where the pipeline was started by itself. */
export function tellStarter(told: RunTold): void {
  tell?.(told);
}
