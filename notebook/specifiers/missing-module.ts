/** A module that was not found, in pipenb's own words: what is missing is a file, a module of Node, or a package of the front matter. */
import { adviseSpecifier, packageOf } from "./advise-specifier.ts";
import type { ModuleAdvice } from "./advise-specifier.ts";
import { namesFile } from "./files-meant.ts";

export interface MissingModule extends ModuleAdvice {
  /** The package to add; undefined where something else is wrong. */
  readonly package?: string;
}

/** Modules that Node has under this name alone. */
const onlyWithScheme = new Set(["sea", "sqlite", "test", "test/reporters"]);

/** "expected" where the package is only not installed yet, or the compiler knows no such module but Node does. */
export function missingModule(
  specifier: string,
  npm: Readonly<Record<string, string>>,
): MissingModule | "expected" {
  const advice = adviseSpecifier(specifier, npm);
  if (advice !== undefined) return advice;
  if (specifier.startsWith("data:")) return "expected";
  if (namesFile(specifier))
    return {
      message: `There is no file ${specifier} beside the notebook.`,
      remedy: "Correct the path; it starts in the folder of the file that imports.",
    };
  if (specifier.startsWith("node:"))
    return { message: `Node has no module ${specifier}.`, remedy: "Correct its name." };
  const name = packageOf(specifier);
  if (Object.hasOwn(npm, name)) return "expected";
  const nodes = onlyWithScheme.has(specifier) ? `, or write "node:${specifier}" for Node's own module` : "";
  return {
    message: `The package ${name} is not among the notebook's packages.`,
    remedy: `Add it under image.npm in the front matter${nodes}.`,
    package: name,
  };
}
