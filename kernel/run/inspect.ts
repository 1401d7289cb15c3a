/** The inspector of this process, for a debugger: open only while there is one. */
import { close, open, url } from "node:inspector";
import type { Evaluator } from "./evaluator.ts";
import type { PlainConsole } from "./plain-console.ts";

/** Opens or closes it; gives its address when it is open. */
export function inspect(on: boolean, evaluator: Evaluator, plainConsole: PlainConsole): string | undefined {
  evaluator.debugged = on;
  plainConsole.inspect(on);
  if (!on) {
    close();
    return undefined;
  }
  if (url() === undefined) open(0, "127.0.0.1");
  return url();
}
