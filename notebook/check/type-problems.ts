/** What the TypeScript compiler says of a notebook, at the places of its file. */
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Notebook, Problem } from "../model.ts";
import type { CheckOptions } from "./check-options.ts";
import { checkHost } from "./check-host.ts";
import { notebookCompilerOptions } from "./compiler-options.ts";
import { floatingPromises } from "./floating-promises.ts";
import { cellGlobals, untypedNode } from "./globals.ts";
import { placeInCell } from "./place-in-cell.ts";
import type { VirtualModule } from "./virtual-module.ts";

/** A module that was not found: reported in our own words. */
const notFound = new Set([2307, 2792, 2882, 7016]);

/** Type errors, and promises nobody waits for. */
export function typeProblems(
  notebook: Notebook,
  module: VirtualModule,
  options: CheckOptions,
): readonly Problem[] {
  const main = `${options.path}.mts`;
  const globals = `${options.path}.globals.d.ts`;
  const nodeTypes = findNodeTypes(options);
  const declarations = `${cellGlobals}${nodeTypes === undefined ? untypedNode : ""}`;
  const compilerOptions = parsedOptions();
  const virtual = new Map([
    [main, module.text],
    [globals, declarations],
  ]);
  const roots = [...virtual.keys(), ...(nodeTypes === undefined ? [] : [nodeTypes])];
  const program = ts.createProgram(roots, compilerOptions, checkHost(virtual, compilerOptions, options));
  const file = program.getSourceFile(main);
  if (file === undefined) return [];
  const place = (position: number): { readonly line: number; readonly column: number } => {
    const { cell, offset } = module.placeOf(position);
    const found = notebook.cells[cell];
    return found === undefined ? { line: 1, column: 1 } : placeInCell(found, offset);
  };
  const errors = program
    .getSemanticDiagnostics(file)
    .flatMap((diagnostic) => problemOf(diagnostic, notebook, place(diagnostic.start ?? 0)));
  const floating = floatingPromises(file, program.getTypeChecker()).map((start): Problem => ({
    severity: "warning",
    message:
      "Nobody waits for this promise: later cells run before it is done, and its failure is not noticed.",
    remedy: "Write `await` before it.",
    ...place(start),
  }));
  return [...errors, ...floating];
}

function parsedOptions(): ts.CompilerOptions {
  const { options } = ts.convertCompilerOptionsFromJson({ ...notebookCompilerOptions, types: [] }, "/");
  return options;
}

function problemOf(
  { code, messageText, start, file }: ts.Diagnostic,
  { frontMatter }: Notebook,
  place: { readonly line: number; readonly column: number },
): readonly Problem[] {
  if (!notFound.has(code)) {
    return [{ severity: "error", message: ts.flattenDiagnosticMessageText(messageText, "\n"), ...place }];
  }
  const specifier = /^import .*? from "([^"]+)"|^"([^"]+)"/.exec(file?.text.slice(start) ?? "");
  const module = specifier?.[1] ?? specifier?.[2] ?? "";
  if (/^\.{0,2}\//.test(module)) {
    const message = `There is no file ${module} beside the notebook.`;
    return [{ severity: "error", message, remedy: "Write its name with its ending: ./name.ts", ...place }];
  }
  if (packageOf(module) in frontMatter.image.npm) return [];
  const message = `The package ${packageOf(module)} is not among the notebook's packages.`;
  return [{ severity: "error", message, remedy: "Add it under image.npm in the front matter.", ...place }];
}

function packageOf(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Those of the notebook's environment, of a folder above the notebook, or those beside the compiler. */
function findNodeTypes({ path, modulesFolder, readFile }: CheckOptions): string | undefined {
  const folders = [...(modulesFolder === undefined ? [] : [modulesFolder])];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder);
    if (dirname(folder) === folder) break;
  }
  folders.push(join(dirname(ts.getDefaultLibFilePath({})), "../../.."));
  return folders
    .map((folder) => join(folder, "node_modules/@types/node/index.d.ts"))
    .find((candidate) => readFile(candidate) !== undefined);
}
