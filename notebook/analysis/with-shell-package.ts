/** The package behind `$`: the kernel brings it along, the exported pipeline needs it among its own. */
import type { Notebook } from "../model.ts";
import { analyseCells } from "./analyse-cells.ts";
import { mayUseShell } from "./may-use-shell.ts";

const shellPackage = { name: "zx", range: "^8.8.5" };

/** The notebook with zx among its npm packages when a cell uses `$` and the front matter does not name it. */
export function withShellPackage(notebook: Notebook): Notebook {
  const { frontMatter } = notebook;
  const { npm } = frontMatter.image;
  if (shellPackage.name in npm || !usesShell(notebook)) return notebook;
  const image = { ...frontMatter.image, npm: { ...npm, [shellPackage.name]: shellPackage.range } };
  return { ...notebook, frontMatter: { ...frontMatter, image } };
}

function usesShell({ cells }: Notebook): boolean {
  const texts = cells.filter(({ kind }) => kind !== "markdown").map(({ text }) => text);
  if (!texts.some(mayUseShell)) return false;
  const analyses = analyseCells(texts);
  const isDeclared = analyses.some(
    ({ imports, declarations }) =>
      imports.some(({ bindings }) => bindings.some(({ local }) => local === "$")) ||
      declarations.some(({ names }) => names.includes("$")),
  );
  return (
    !isDeclared &&
    analyses.some(({ occurrences }) => occurrences.some(({ name, own }) => name === "$" && !own))
  );
}
