import { repeat, timed } from "../measure.ts";
import { fiveCells, withNotebook } from "../notebooks.ts";
import { pipenb } from "../pipenb.ts";
import type { Scenario } from "../scenario.ts";

/** A whole notebook from the command line, process start and end included. */
export const headless: Scenario = {
  name: "headless",
  run: () =>
    withNotebook(fiveCells, async (folder) => [
      {
        what: "`pipenb run` of five cells, as a process",
        unit: "ms",
        sample: await repeat({ warmups: 2, runs: 12 }, () =>
          timed(() => pipenb(["run", "bench.pipenb", "--runtime", "local"], { cwd: folder })),
        ),
        target: 300,
        peer: "headless",
      },
    ]),
};
