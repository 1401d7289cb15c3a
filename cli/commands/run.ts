import { exitCodeTable } from "../../notebook/program/exit-codes.ts";
import type { GivenOptions } from "../notebook/own-options.ts";
import type { AddCommand } from "./command.ts";

const after = `
Options stand before NOTEBOOK, or behind it where the pipeline has none of that name: there the pipeline's go first. A "--"
behind NOTEBOOK ends all options, as in the exported image. "pipenb run NOTEBOOK --help" shows the pipeline's parameters, with --json as JSON
Schema.

Exit codes: ${exitCodeTable.map(([codes, meaning]) => `${codes} ${meaning}`).join("; ")}.

  pipenb run samples/seattle-weather.pipenb 2012-02-05
  pipenb run samples/hello.pipenb Ada --times 2 --out executed.ipynb`;

/** `pipenb run NOTEBOOK [ARGS…]` */
export const addRun: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("run")
    .summary("run a notebook")
    .description("Runs a notebook's cells in order, in its container, for the given parameters.")
    .argument("<notebook>", "the .pipenb file")
    .argument("[args...]", "the pipeline's parameters, in order or as --name value")
    .option(
      "--runtime <where>",
      '"container" or "local" (a process of this machine); the container where there is an engine',
    )
    .option("--out <file>", "write the executed notebook there, as .ipynb")
    .option("--force", "let --out replace a file that pipenb did not write, or that was changed since")
    .option("--check", "refuse to run cells whose types are wrong")
    .option("--json", "one JSON object a line on stdout instead of text")
    .option("--quiet", "only what the cells print themselves")
    .passThroughOptions()
    .addHelpText("after", after)
    .action(async (path: string, args: string[], given: GivenOptions) => {
      // Until the notebook is read, what was said before it is all that is known.
      terminal.json = given.json === true;
      const { runCommand } = await import("../run/run-command.ts");
      exitWith(await runCommand({ path, args, given }, terminal, env));
    });
};
