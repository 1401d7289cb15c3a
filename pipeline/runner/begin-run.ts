/** The run begins, or it is found that nothing is left to do: whoever has started the pipeline hears of it, and of what the cells read and write. */
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { hearRecords } from "../../notebook/program/run-record.ts";
import { aboutHere } from "./about-here.ts";
import { beginPlanned, planRun } from "./plan-run.ts";
import type { RunAsked } from "./plan-run.ts";
import { tellStarter } from "./starter.ts";

export function beginRun(
  parameters: readonly Parameter[],
  { values, fromFiles }: Pick<RunAsked, "values" | "fromFiles">,
  isAccounted: boolean,
): void {
  const folder = process.cwd();
  const plan = planRun({ about: aboutHere(), parameters, values, fromFiles, env: process.env, folder });
  const begun = beginPlanned(plan, {
    tell: tellStarter,
    print: (text) => process.stdout.write(text),
    note: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  if (begun === "over") process.exit(0);
  if (isAccounted || plan.manifest !== undefined)
    hearRecords(folder, (record) => {
      tellStarter({ record });
    });
}
