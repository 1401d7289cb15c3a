import { jsonSchema } from "../../notebook/parameters/json-schema.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { refuseTypeErrors } from "../notebook/refuse-type-errors.ts";
import { splitArguments, type GivenOptions } from "../notebook/own-options.ts";
import { pipelineValues } from "../notebook/pipeline-values.ts";
import type { AddCommand } from "./command.ts";

const after = `
What follows NOTEBOOK belongs to the pipeline, except --runtime, --out, --json and --quiet, which may stand anywhere.
After "--" everything is the pipeline's. "pipenb run NOTEBOOK --help" shows the pipeline's parameters, with --json as JSON
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
    .option("--check", "refuse to run cells whose types are wrong; before NOTEBOOK only")
    .option("--json", "one JSON object a line on stdout instead of text")
    .option("--quiet", "only what the cells print themselves")
    .passThroughOptions()
    .addHelpText("after", after)
    .action(async (path: string, args: string[], given: GivenOptions & { check?: boolean }) => {
      const { own, rest } = splitArguments(args, given);
      terminal.json = own.json;
      terminal.quiet = own.quiet;
      const open = await openNotebook(path);
      for (const each of open.warnings)
        terminal.note(terminal.colors.yellow(describeProblem(path, open.notebook, each)));
      const parsed = pipelineValues(open, rest, env);
      if (parsed.kind === "help") {
        if (own.json) terminal.event(jsonSchema(open.title, open.parameters));
        else terminal.out(`${parsed.text.trimEnd()}\n`);
        return;
      }
      if (given.check === true)
        await refuseTypeErrors(open, "Mend them, or run the notebook without --check.");
      // The engine's client takes its time to load; wrong parameters are told without it.
      const { runNotebook } = await import("../run/run-notebook.ts");
      const { values } = parsed;
      exitWith(await runNotebook({ open, values, args: rest, runtime: own.runtime, out: own.out }, terminal));
    });
};
