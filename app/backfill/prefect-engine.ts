/** A backfill on Prefect, of what all engines are given. */
import { prefectScript } from "../../backfill/prefect/backfill-script.ts";
import { FlowRuns, type FlowRunSettings } from "../../backfill/prefect/flow-runs.ts";
import { PrefectClient } from "../../backfill/prefect/prefect-client.ts";
import { PrefectRuns } from "../../backfill/prefect/prefect-runs.ts";
import type { RunEngine } from "../../backfill/run-engine.ts";
import type { EngineFiles } from "./engine-files.ts";

export interface PrefectParts extends Omit<FlowRunSettings, "deployment"> {
  /** undefined where nothing is to be started. */
  readonly deployment?: FlowRunSettings["deployment"] | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onNote: (sentence: string) => void;
}

const lookMilliseconds = 1_000;
const none = { name: "", what: "", parameter: "" };

export function prefectEngine({ env, onNote, deployment = none, ...others }: PrefectParts): {
  readonly engine: RunEngine;
  readonly files: EngineFiles;
} {
  const settings = { ...others, deployment };
  let flowRuns: FlowRuns | undefined;
  const asked = (): FlowRuns => (flowRuns ??= new FlowRuns(new PrefectClient(env), settings));
  return {
    engine: new PrefectRuns(asked, { onNote, now: () => performance.now(), lookMilliseconds }),
    files: (units) => prefectScript(units, settings),
  };
}
