/** A backfill on Prefect as a script that a person would keep. Pure. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { runKey, runName } from "../run-key.ts";
import type { FlowRunSettings } from "./flow-runs.ts";

export function prefectScript(
  units: readonly string[],
  { image, parameters, deployment: { name, parameter } }: FlowRunSettings,
): ReadonlyMap<string, string> {
  const runs = units.map((unit): readonly [string, string, ParameterValues] => [
    unit,
    runName(runKey({ image, parameters }, unit), 1),
    { ...parameters, [parameter]: unit },
  ]);
  const script = `"""Starts each unit once, on the Prefect 3 of the current profile: python backfill.py

They are runs of the deployment ${name}, with its retries. How many run at once is the limit
of its work pool. A run that is there already, by its key, is not started again.
Written by pipenb.
"""

import json

from prefect.deployments import run_deployment

# Of each: its name, its key, its parameters.
RUNS = json.loads(r"""
[
${runs.map((run) => JSON.stringify(run)).join(",\n")}
]
""")

for name, key, parameters in RUNS:
    run = run_deployment(
        ${JSON.stringify(`${name}/${name}`)},
        parameters=parameters,
        flow_run_name=name,
        idempotency_key=key,
        timeout=0,
    )
    print(f"{name}: {run.state.name}")
`;
  return new Map([["backfill.py", script]]);
}
