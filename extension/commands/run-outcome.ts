/** How a run ended, in words. Free of the editor's API. */
import { describeExit } from "../../notebook/program/exit-codes.ts";
import { duration } from "../../containers/figures/duration.ts";

/** What the user is told. */
export interface RunOutcome {
  readonly ok: boolean;
  readonly message: string;
}

/** `what` is the image with its arguments. */
export function runOutcome(what: string, exitCode: number, milliseconds: number): RunOutcome {
  const took = duration(milliseconds);
  if (exitCode === 0) return { ok: true, message: `${what} has run in ${took}.` };
  const meaning = describeExit(exitCode) ?? "Its output says why.";
  return { ok: false, message: `${what} ended with exit code ${exitCode} after ${took}. ${meaning}` };
}
