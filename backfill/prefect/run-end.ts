/** How a flow run of Prefect has ended, as a backfill counts it. Pure. */
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import { exitCodeIn } from "../../pipeline/runner/prefect/flow-run-words.ts";

interface FlowRunEnd {
  readonly kind: "exit";
  readonly code: number;
}

/** As Prefect tells it. */
interface State {
  /** Prefect's own kinds of states, such as RUNNING. */
  readonly type: string;
  readonly message?: string | null | undefined;
}

/** What counts where a container could not say how it ended. */
const codes: Readonly<Record<string, number>> = {
  COMPLETED: exitCodes.ok,
  FAILED: exitCodes.failed,
  CRASHED: signalExitCode("SIGKILL"),
};

export const isOver = ({ state }: { readonly state: State | null }): boolean => endOf(state) !== undefined;

/** undefined while it goes on, or is to go on. */
export function endOf(state: State | null): FlowRunEnd | undefined {
  const exit = (code: number): FlowRunEnd => ({ kind: "exit", code });
  // Whatever its container has said to that: somebody has stopped it.
  if (state?.type === "CANCELLED") return exit(signalExitCode("SIGTERM"));
  const code = codes[state?.type ?? ""];
  if (state === null || code === undefined) return undefined;
  return exit(code === exitCodes.ok ? code : (exitCodeIn(state) ?? code));
}
