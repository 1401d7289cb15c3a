/** The run begins, or it is found that nothing is left to do: whoever has started the pipeline hears of it, and of what the cells read and write. */
import { rmSync } from "node:fs";
import type { Parameter, ParameterValues } from "../../notebook/parameters/parameter.ts";
import { hearRecords } from "../../notebook/program/run-record.ts";
import { aboutHere } from "./about-here.ts";
import { drySentence, planRun, skippedSentence } from "./plan-run.ts";
import { tellStarter } from "./starter.ts";

export function beginRun(
  parameters: readonly Parameter[],
  values: ParameterValues,
  isAccounted: boolean,
): void {
  const folder = process.cwd();
  const plan = planRun({ about: aboutHere(), parameters, values, env: process.env, folder });
  const { manifest, before } = plan;
  if (plan.isDry) {
    process.stdout.write(drySentence(plan, values));
    process.exit(0);
  }
  tellStarter({ begun: { parameters: values, manifest } });
  if (before !== undefined) {
    const { inputs, outputs } = before;
    tellStarter({ skipped: { inputs, outputs } });
    process.stderr.write(`${skippedSentence(plan)}\n`);
    process.exit(0);
  }
  // Until the run is done again it is not.
  if (manifest !== undefined) rmSync(manifest, { force: true });
  if (isAccounted || manifest !== undefined)
    hearRecords(folder, (record) => {
      tellStarter({ record });
    });
}
