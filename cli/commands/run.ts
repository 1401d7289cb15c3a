import { extname } from "node:path";
import { jsonSchema } from "../../notebook/parameters/json-schema.ts";
import { CliError } from "../cli-error.ts";
import { mayWrite, type OutputRequest } from "../files/output-file.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import { openNotebook, type OpenNotebook } from "../notebook/open-notebook.ts";
import { refuseTypeErrors } from "../notebook/refuse-type-errors.ts";
import { splitArguments, type GivenOptions } from "../notebook/own-options.ts";
import { pipelineValues } from "../notebook/pipeline-values.ts";
import { isExecutedNotebook } from "../run/executed-notebook.ts";
import type { AddCommand } from "./command.ts";

const after = `
Options stand before NOTEBOOK, or behind it where the pipeline has none of that name: there the pipeline's go first. A "--"
behind NOTEBOOK ends all options, as in the exported image. "pipenb run NOTEBOOK --help" shows the pipeline's parameters, with --json as JSON
Schema.

Exit codes: 0 done, 1 a cell failed, 64 bad parameters, 75 may succeed later, 42 can never succeed, 130 or 143 stopped.

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
      const open = await openNotebook(path);
      const { own, rest } = splitArguments(args, given, open.parameters);
      terminal.json = own.json;
      terminal.quiet = own.quiet;
      for (const each of open.warnings)
        terminal.note(terminal.colors.yellow(describeProblem(path, open.notebook, each)));
      const parsed = pipelineValues(open, rest, env);
      if (parsed.kind === "help") {
        if (own.json) terminal.event(jsonSchema(open.title, open.parameters));
        else terminal.out(`${parsed.text.trimEnd()}\n`);
        return;
      }
      if (own.check) await refuseTypeErrors(open, "Mend them, or run the notebook without --check.");
      const out = own.out === undefined ? undefined : executedNotebookAt(own.out, own.force, open);
      if (out !== undefined) await mayWrite(out);
      // The engine's client takes its time to load; wrong parameters are told without it.
      const { runNotebook } = await import("../run/run-notebook.ts");
      const { values } = parsed;
      exitWith(await runNotebook({ open, values, args: rest, runtime: own.runtime, out }, terminal));
    });
};

function executedNotebookAt(path: string, force: boolean, open: OpenNotebook): OutputRequest {
  if (extname(path) === ".pipenb")
    throw new CliError("usage", `${path} would be an executed notebook, which is a Jupyter notebook.`, {
      remedy: "Name a file that ends in .ipynb.",
    });
  return { path, force, never: open.path, isOurs: isExecutedNotebook };
}
