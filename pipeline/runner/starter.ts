/** What the pipeline tells the process that has started it, and that says in the end how the run was. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { RunRecord } from "../../notebook/program/run-record.ts";
import type { ExecutionEvent } from "../../protocol/content.ts";
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

/** One thing about a cell, for a report: that it has ended, or what it shows. */
export type ReportTold =
  | { readonly kind: "end"; readonly cell: string; readonly isOk: boolean; readonly milliseconds: number }
  | { readonly kind: "event"; readonly cell: string; readonly event: ExecutionEvent };

/** For whoever gives an account of the run, or makes a report of it. */
export type Told = RunTold | { readonly report: ReportTold };

let tell: ((told: Told) => void) | undefined;

/** From now on there is somebody to tell. */
export function tellStarterBy(by: (told: Told) => void): void {
  tell = by;
}

/** Nothing happens where the pipeline was started by itself. */
export function tellStarter(told: Told): void {
  tell?.(told);
}
