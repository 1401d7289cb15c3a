import { answersTo } from "../../notebook/parameters/command-line.ts";
import type { Contract } from "../../pipeline/contract-labels.ts";
import { CliError } from "../cli-error.ts";

/** Ends the command with 64 where a parameter takes an option by which an engine tells the image which unit it is to run. */
export function refuseReserved({ parameters }: Contract, options: readonly string[]): void {
  const taken = options.find((option) => answersTo(parameters, `--${option}`));
  if (taken === undefined) return;
  throw new CliError(
    "usage",
    `A parameter answers to --${taken}, by which the engine tells the image which unit it is to run.`,
    { remedy: "Give the parameter another name." },
  );
}
