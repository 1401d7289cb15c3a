/** What the end of a kernel means. */
import type { KernelExit } from "./kernel-host.ts";

/** The supervisor's exit code when its lease ran out. */
const leaseCode = 3;

/** Why it ended. `asked`: we stopped it; exit code 0 means that some client did. */
export function exitReason(
  exitCode: number | undefined,
  { asked, outOfMemory }: { readonly asked: boolean; readonly outOfMemory: boolean },
): KernelExit["reason"] {
  if (asked || exitCode === 0) return "stopped";
  if (outOfMemory) return "out-of-memory";
  return exitCode === leaseCode ? "lease" : "exited";
}
