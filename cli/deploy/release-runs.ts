/** `pipenb deploy --to prefect --release`: frees runs that nothing works on. */
import { releaseRuns, flowRunLabel } from "../../deploy/prefect/release-runs.ts";
import { PrefectClient } from "../../backfill/prefect/prefect-client.ts";
import { PrefectApi } from "../../deploy/prefect/prefect-api.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { exitCode } from "../cli-error.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { nameOf } from "./deployed-pipeline.ts";

/** Of one pipeline where it is named; gives the exit code. */
export function releaseStuckRuns(
  { what, name }: { readonly what: string | undefined; readonly name: string | undefined },
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const only = what === undefined ? name : nameOf({ what, name });
  return stoppable(terminal, async ({ signal }) => {
    const engine = await requireEngine({ env, signal });
    const running = async (): Promise<ReadonlySet<string>> => {
      const containers = await engine.containersWithLabel(flowRunLabel);
      return new Set(
        containers.filter(({ state }) => state === "running").map(({ labels }) => labels[flowRunLabel] ?? ""),
      );
    };
    const parts = { api: new PrefectApi(new PrefectClient(env)), running, now: () => new Date() };
    const { released, others } = await releaseRuns(parts, only);
    for (const { id, name: run, state } of released) {
      terminal.note(`${run} was ${state}, and nothing works on it: a worker may take it again.`);
      terminal.event({ type: "released", id, name: run, state });
    }
    if (released.length === 0) terminal.note("No run is stuck.");
    if (others > 0) terminal.note(`${others} ${others === 1 ? "run goes" : "runs go"} on.`);
    return exitCode.ok;
  });
}
