/** The files beside the notebook that its cells import, and what those import. */
import { posix } from "node:path";
import { moduleSpecifiers } from "../../notebook/analysis/module-specifiers.ts";
import type { Notebook } from "../../notebook/model.ts";

/** Text by path relative to the notebook's folder; files that `read` does not know are left out. */
export function localModules(
  notebook: Notebook,
  read: (relativePath: string) => string | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const asked = new Set<string>();
  const follow = (path: string): void => {
    if (asked.has(path)) return;
    asked.add(path);
    const text = read(path);
    if (text === undefined) return;
    found.set(path, text);
    if (/\.[cm]?[jt]s$/.test(path)) for (const each of relativeImports(text, path)) follow(each.path);
  };
  for (const { text, kind } of notebook.cells) {
    if (kind !== "markdown") for (const { path } of relativeImports(text, "cell.ts")) follow(path);
  }
  return found;
}

/** A relative import: the path it means, relative to the notebook's folder, and its place in the text. */
export interface RelativeImport {
  readonly path: string;
  readonly start: number;
}

/** `from` is the path of the file that imports. A path that leaves the folder starts with "../". */
export function relativeImports(text: string, from: string): readonly RelativeImport[] {
  return moduleSpecifiers(text)
    .filter(({ module }) => /^\.\.?\//.test(module))
    .map(({ module, start }) => ({ path: posix.join(posix.dirname(from), module), start }));
}
