/** How a run ended, in words. Free of the editor's API. */
import { duration } from "../../containers/figures/duration.ts";

/** What the user is told. */
export interface RunOutcome {
  readonly ok: boolean;
  readonly message: string;
}

/** Exit codes of exported pipelines, and those of a container that was ended. */
const meanings: Readonly<Record<number, string>> = {
  42: "This input can never succeed, however often it is tried.",
  64: "The parameters are wrong.",
  75: "It may succeed when it is tried again later.",
  130: "It was stopped.",
  137: "It was killed: stopped by force, or out of memory, which image.memory in the front matter raises.",
  143: "It was stopped.",
};

/** `what` is the image with its arguments. */
export function runOutcome(what: string, exitCode: number, milliseconds: number): RunOutcome {
  const took = duration(milliseconds);
  if (exitCode === 0) return { ok: true, message: `${what} has run in ${took}.` };
  const meaning = meanings[exitCode] ?? "Its output says why.";
  return { ok: false, message: `${what} ended with exit code ${exitCode} after ${took}. ${meaning}` };
}
