import { dirname, resolve } from "node:path";
import { lookFrom } from "../../containers/files/look-at-file.ts";
import { readModule } from "../../containers/files/read-module.ts";
import type { Problem } from "../../notebook/model.ts";
import { exitCode } from "../exit-code.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import { readNotebook } from "../notebook/open-notebook.ts";
import { textOf } from "../notebook/refuse-type-errors.ts";
import type { AddCommand } from "./command.ts";

/** `pipenb check NOTEBOOK…` */
export const addCheck: AddCommand = (program, { terminal, exitWith }) => {
  program
    .command("check")
    .summary("find mistakes without running anything")
    .description(
      "Parses notebooks, checks their types and looks for common mistakes. Ends with 1 when there is an error.",
    )
    .argument("<notebooks...>", ".pipenb files")
    .option(
      "--modules <folder>",
      "folder whose node_modules has the packages' types; the notebook's own and those above are asked anyway",
    )
    .option("--json", "problems as JSON lines on stdout")
    .action(async (paths: string[], { modules, json }: { modules?: string; json?: boolean }) => {
      terminal.json = json === true;
      let errors = 0;
      for (const path of paths) {
        const { notebook, problems } = await problemsOf(path, modules);
        errors += problems.filter(({ severity }) => severity === "error").length;
        for (const problem of problems) {
          terminal.event({ path, ...problem });
          if (!terminal.json) terminal.out(`${describeProblem(path, notebook, problem)}\n`);
        }
        if (problems.length === 0) terminal.note(`${path}: no problems`);
      }
      if (errors > 0) exitWith(exitCode.failed);
    });
};

async function problemsOf(shown: string, modulesFolder: string | undefined) {
  const { notebook, problems } = await readNotebook(shown);
  if (problems.some(({ severity }) => severity === "error")) return { notebook, problems };
  const { typedFolders } = await import("../notebook/typed-folders.ts");
  const { checkNotebook } = await import("../../language/check/check-notebook.ts");
  const path = resolve(shown);
  const found = checkNotebook(notebook, {
    path,
    readFile: textOf,
    readModule,
    lookAt: lookFrom(dirname(path)),
    modulesFolders:
      modulesFolder === undefined ? await typedFolders(path, notebook.frontMatter) : [resolve(modulesFolder)],
  });
  return { notebook, problems: [...problems, ...found].sort(byPlace) };
}

const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;
