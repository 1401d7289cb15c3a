import { exitCodeTable } from "../../notebook/program/exit-codes.ts";
import { isNotebook } from "../notebook/is-notebook.ts";
import type { GivenOptions } from "../notebook/own-options.ts";
import type { AddCommand } from "./command.ts";

const after = `
Options stand before NOTEBOOK, or behind it where the pipeline has none of that name: there the pipeline's go first. A "--"
behind NOTEBOOK ends all options, as in the exported image. "pipenb run NOTEBOOK --help" shows the pipeline's parameters, with --json as JSON
Schema.

Exit codes: ${exitCodeTable.map(([codes, meaning]) => `${codes} ${meaning}`).join("; ")}.

  pipenb run samples/seattle-weather.pipenb 2012-02-05
  pipenb run samples/hello.pipenb Ada --times 2 --out executed.ipynb

The image of a pipeline runs likewise, with data/input and data/output of the current folder; what stands behind it is its own:

  pipenb run registry.example.com/team/weather:1 2012-02-05`;

/** `pipenb run NOTEBOOK|IMAGE [ARGS…]` */
export const addRun: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("run")
    .summary("run a notebook, or the image of a pipeline")
    .description(
      "Runs a notebook's cells in order, in its container, for the given parameters; or a pipeline's image.",
    )
    .argument("<notebook-or-image>", "a .pipenb file, or an image's name")
    .argument("[args...]", "the pipeline's parameters, in order or as --name value")
    .option(
      "--runtime <where>",
      '"container" or "local" (a process of this machine); the container where there is an engine',
    )
    .option("--out <file>", "write the executed notebook there, as .ipynb")
    .option("--report <file>", "write a page about the run there, as HTML; also when it fails")
    .option(
      "--force",
      "run what a manifest says is done, and let --out and --report replace a file that pipenb did not write or that was changed since",
    )
    .option("--check", "refuse to run cells whose types are wrong")
    .option("--network <name>", "starts no services: they run already, on this network of the engine")
    .option("--fresh", "services without what they kept; nothing is kept of this run either")
    .option("--json", "one JSON object a line on stdout instead of text")
    .option("--quiet", "only what the cells print themselves")
    .passThroughOptions()
    .addHelpText("after", after)
    .action(async (path: string, args: string[], given: GivenOptions) => {
      // Until the notebook is read, what was said before it is all that is known.
      terminal.json = given.json === true;
      terminal.quiet = given.quiet === true;
      if (!isNotebook(path)) {
        const { runPipelineImage } = await import("../run/run-image.ts");
        exitWith(await runPipelineImage({ image: path, args, given }, terminal, env));
        return;
      }
      const { runCommand } = await import("../run/run-command.ts");
      exitWith(await runCommand({ path, args, given }, terminal, env));
    });
};
