import { readFileSync } from "node:fs";
import { readModule } from "../../containers/files/read-module.ts";
import { CliError } from "../cli-error.ts";
import { libraryTypes } from "../places.ts";
import { describeProblem } from "./describe-problem.ts";
import type { OpenNotebook } from "./open-notebook.ts";

/** Ends the command with the list of a notebook's type errors, where it has some. `remedy` says how to go on without. */
export async function refuseTypeErrors(
  { path, shown, notebook }: OpenNotebook,
  remedy: string,
): Promise<void> {
  // The compiler takes its time to load.
  const { checkNotebook } = await import("../../language/check/check-notebook.ts");
  const { typedFolders } = await import("./typed-folders.ts");
  const modulesFolders = await typedFolders(path, notebook.frontMatter);
  const found = checkNotebook(notebook, {
    path,
    readFile: textOf,
    readModule,
    modulesFolders,
    libraryTypes: libraryTypes(),
  });
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const lines = errors.map((each) => describeProblem(shown, notebook, each));
  throw new CliError("notebook", lines.join("\n"), { remedy });
}

/** undefined for a file that is not there: the compiler asks for many. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
