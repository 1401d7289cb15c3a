import { repeat, timed } from "../measure.ts";
import { bareNotebook, withNotebook } from "../notebooks.ts";
import { pipenb } from "../pipenb.ts";
import type { Figure, Scenario } from "../scenario.ts";

const commands: readonly (readonly [what: string, target: number | undefined, args: readonly string[]])[] = [
  ["`pipenb --help`", 80, ["--help"]],
  ["`--help` of a notebook that has been asked before", 150, ["run", "bench.pipenb", "--help"]],
  ["`pipenb check` of a small notebook", undefined, ["check", "bench.pipenb"]],
];

/** What the command line answers without running a cell, process start and end included. */
export const commandLine: Scenario = {
  name: "command-line",
  run: () =>
    withNotebook(bareNotebook, async (folder) => {
      const figures: Figure[] = [];
      for (const [what, target, args] of commands) {
        const sample = await repeat({ warmups: 2, runs: 12 }, () =>
          timed(() => pipenb(args, { cwd: folder })),
        );
        figures.push({ what, unit: "ms", sample, ...(target === undefined ? {} : { target }) });
      }
      return figures;
    }),
};
