/** `pipenb deploy --to dask`: writes the file that runs a pipeline's units on Dask. */
import type { Runtime } from "../../backfill/slurm/script-parts.ts";
import { daskFiles } from "../../deploy/dask/dask-file.ts";
import { defaultText } from "../../notebook/parameters/run-arguments.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import { shownUnit } from "../../notebook/units/zone.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { writeFiles } from "../files/write-files.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { deployedPipeline, type PipelineRequest } from "./deployed-pipeline.ts";

export interface DaskRequest extends PipelineRequest {
  readonly out: string;
  /** Replaces a file there that says something else. */
  readonly force: boolean;
  readonly runtime: Runtime;
}

/** Gives the exit code. A pipeline needs no schedule for it. */
export function writeDask(
  request: DaskRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const { contract, pipeline } = await deployedPipeline(request, terminal, env, signal);
    const described = await pipeline(contract.unit === undefined ? "" : anyUnit(contract.unit));
    const { out: folder, force } = request;
    await writeFiles(daskFiles(described, request.runtime), { folder, force }, terminal);
    return exitCode.ok;
  });
}

/** Ends the command with 64: there is nothing that could be registered, shown or removed. */
export function daskHasNoSchedule(what: string | undefined): CliError {
  return new CliError("usage", "Dask has no schedule: nothing is registered there.", {
    remedy: `Have a file written that runs any units when it is started: pipenb deploy ${what ?? "NOTEBOOK"} --to dask --out DIR.`,
  });
}

/** One that the parameter takes. */
function anyUnit({ parameter, kind, timezone }: UnitParameter): string {
  if (kind !== "text") return shownUnit(kind, new Date(), timezone);
  const { type } = parameter;
  return defaultText(parameter) ?? (type.kind === "choice" ? String(type.options[0]) : "1");
}
