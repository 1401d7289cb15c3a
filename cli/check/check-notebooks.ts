import { dirname, resolve } from "node:path";
import { lookFrom } from "../../containers/files/look-at-file.ts";
import { readModule } from "../../containers/files/read-module.ts";
import type { Problem } from "../../notebook/model.ts";
import { exitCode } from "../cli-error.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import { readNotebook } from "../notebook/open-notebook.ts";
import { libraryTypes } from "../places.ts";
import { textOf } from "../notebook/refuse-type-errors.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What `pipenb check` was given. */
export interface CheckRequest {
  readonly paths: readonly string[];
  /** Whose node_modules has the packages' types, instead of the usual ones. */
  readonly modulesFolder: string | undefined;
}

/** `pipenb check`: shows the problems of each notebook; gives the exit code. */
export async function checkNotebooks(
  { paths, modulesFolder }: CheckRequest,
  terminal: Terminal,
): Promise<number> {
  let errors = 0;
  for (const path of paths) {
    const { notebook, problems } = await problemsOf(path, modulesFolder);
    errors += problems.filter(({ severity }) => severity === "error").length;
    for (const problem of problems) {
      terminal.event({ path, ...problem });
      if (!terminal.json) terminal.out(`${describeProblem(path, notebook, problem)}\n`);
    }
    if (problems.length === 0) terminal.note(`${path}: no problems`);
  }
  return errors > 0 ? exitCode.failed : exitCode.ok;
}

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
    libraryTypes: libraryTypes(),
    modulesFolders:
      modulesFolder === undefined ? await typedFolders(path, notebook.frontMatter) : [resolve(modulesFolder)],
  });
  return { notebook, problems: [...problems, ...found].sort(byPlace) };
}

const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;
