/** The modules that cells can import by a name. */
import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { libraryName } from "../../notebook/specifiers/advise-specifier.ts";

/** Where packages are looked for. */
export interface ModulesPlace {
  /** Of cells. */
  readonly folder: string;
  /** Folder whose `node_modules` holds the notebook's packages, where that is not beside or above the notebook. */
  readonly modules?: string | undefined;
}

/** Node's own, the library of cells, and the packages that a `package.json` names and that are installed. By name. */
export function importableModules({ folder, modules }: ModulesPlace): readonly string[] {
  const own = builtinModules
    .filter((name) => !name.startsWith("_"))
    .map((name) => (name.startsWith("node:") ? name : `node:${name}`));
  const folders = [...(modules === undefined ? [] : [modules]), ...upFrom(folder)];
  return [...new Set([libraryName, ...own, ...folders.flatMap(packagesOf)])].toSorted();
}

function upFrom(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upFrom(above)];
}

function packagesOf(folder: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, "package.json"), "utf8");
  } catch {
    return []; // there is none
  }
  const read = parsedJson(text);
  return [...namesOf(read, "dependencies"), ...namesOf(read, "devDependencies")].filter((name) =>
    existsSync(join(folder, "node_modules", name)),
  );
}

/** Without a schema: the runtime loads none, so that it starts soon. */
function namesOf(read: unknown, key: string): readonly string[] {
  const part: unknown = typeof read === "object" && read !== null ? Reflect.get(read, key) : undefined;
  return typeof part === "object" && part !== null ? Object.keys(part) : [];
}
