/** The folder a notebook's module lives in for the language server: its configuration is on disk, its text in memory alone. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkingOptionsFor, notebookCompilerOptions } from "../check/compiler-options.ts";
import { cellDeclarations } from "../module/cell-globals.ts";
import type { NotebookState } from "./questions.ts";

/** What a module is told to the language server by. */
interface ModuleFolder {
  /** Of the module. */
  readonly uri: string;
  /** Of files that say something else now. */
  readonly changed: readonly string[];
}

/**
 * Writes what configures the module. Packages are looked for in the notebook's environment first, also for files beside the
 * notebook, and `./` means the notebook's folder.
 */
export function prepareModuleFolder(
  { path, moduleFolder, types }: NotebookState,
  npm: Readonly<Record<string, string>>,
  libraryTypes: string | undefined,
): ModuleFolder {
  mkdirSync(moduleFolder, { recursive: true });
  const typesModules = join(types.typesFolder, "node_modules");
  const modules = types.modulesFolders.map((folder) => join(folder, "node_modules"));
  const files: Readonly<Record<string, string>> = {
    "globals.d.ts": cellDeclarations(libraryTypes),
    "package.json": JSON.stringify({ type: "module", dependencies: npm }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        ...notebookCompilerOptions(checkingOptionsFor(path, textOf)),
        // Node finds packages of the environment from the notebook's folder; TypeScript needs to be told where they are,
        // which it takes from `paths`, and with them in this way of resolving alone.
        module: "preserve",
        moduleResolution: "bundler",
        customConditions: ["node"],
        rootDirs: [moduleFolder, dirname(path)],
        paths: { "*": [...modules, typesModules].map((folder) => `${folder}/*`) },
        // A package may bring Node's types of another version.
        typeRoots: [typesModules, ...modules].map((folder) => join(folder, "@types")),
      },
      files: ["notebook.mts", "globals.d.ts"],
      // Files beside the notebook, so that their exports are offered before one is imported.
      include: ["", "*/"].map((folder) => join(dirname(path), `${folder}*`)),
    }),
  };
  linkPackages(join(moduleFolder, "node_modules"), [...modules, typesModules], Object.keys(npm));
  const changed = Object.entries(files).flatMap(([name, text]) => {
    const file = join(moduleFolder, name);
    if (textOf(file) === text) return [];
    writeFileSync(file, text);
    return [pathToFileURL(file).href];
  });
  return { uri: pathToFileURL(join(moduleFolder, "notebook.mts")).href, changed };
}

/** What is offered for import must be found as Node finds packages: links to those of the notebook, and to Node's types. */
function linkPackages(folder: string, from: readonly string[], packages: readonly string[]): void {
  rmSync(folder, { force: true, recursive: true });
  const named = packages.flatMap((each) => [each, typesPackage(each)]);
  for (const name of new Set(["@types/node", "zx", ...named])) {
    const target = from.map((each) => join(each, name)).find((each) => existsSync(each));
    if (target === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(realpathSync(target), join(folder, name), "junction");
  }
}

/** The package of declarations that others wrote for one. */
function typesPackage(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, "$1__")}`;
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
