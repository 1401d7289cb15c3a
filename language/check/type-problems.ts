/** What the TypeScript compiler says of a notebook, at the places of its file. */
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Notebook, Problem } from "../../notebook/model.ts";
import { placeInCell } from "../../notebook/place-in-cell.ts";
import { cellDeclarations, untypedNode } from "../module/cell-globals.ts";
import type { NotebookModule } from "../module/notebook-module.ts";
import { withoutMarks } from "../module/versions.ts";
import { checkHost } from "./check-host.ts";
import type { CheckOptions } from "./check-options.ts";
import { checkingOptionsFor, notebookCompilerOptions } from "./compiler-options.ts";
import { explainMissingModule } from "./explain-missing-module.ts";

/** Type errors, and promises nobody waits for. */
export function typeProblems(
  notebook: Notebook,
  module: NotebookModule,
  options: CheckOptions,
): readonly Problem[] {
  const main = `${options.path}.mts`;
  const globals = `${options.path}.globals.d.ts`;
  const nodeTypes = findNodeTypes(options);
  const declarations = `${cellDeclarations(options.libraryTypes)}${nodeTypes === undefined ? untypedNode : ""}`;
  const compilerOptions = parsedOptions(options);
  const virtual = new Map([
    [main, module.text],
    [globals, declarations],
  ]);
  const roots = [...virtual.keys(), ...(nodeTypes === undefined ? [] : [nodeTypes])];
  const program = ts.createProgram(roots, compilerOptions, checkHost(virtual, compilerOptions, options));
  const file = program.getSourceFile(main);
  if (file === undefined) return [];
  const place = (position: number): { readonly line: number; readonly column: number } => {
    const span = module.map.nearestSpan(position, position);
    const found = span === undefined ? undefined : notebook.cells[span.cell];
    return span === undefined || found === undefined
      ? { line: 1, column: 1 }
      : placeInCell(found, span.start);
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

function parsedOptions({ path, readFile }: CheckOptions): ts.CompilerOptions {
  const wanted = notebookCompilerOptions(checkingOptionsFor(path, readFile));
  const { options } = ts.convertCompilerOptionsFromJson({ ...wanted, types: [] }, "/");
  return options;
}

function problemOf(
  { code, messageText, start, file }: ts.Diagnostic,
  { frontMatter }: Notebook,
  place: { readonly line: number; readonly column: number },
): readonly Problem[] {
  const missing = explainMissingModule({
    code,
    text: file?.text ?? "",
    start: start ?? 0,
    npm: frontMatter.image.npm,
  });
  if (missing === "expected") return [];
  if (missing !== undefined) return [{ severity: "error", ...missing, ...place }];
  const message = withoutMarks(ts.flattenDiagnosticMessageText(messageText, "\n"));
  return [{ severity: "error", message, ...place }];
}

/** Those of the notebook's environment, of a folder above the notebook, or those beside the compiler. */
function findNodeTypes({ path, modulesFolders = [], readFile }: CheckOptions): string | undefined {
  const folders = [...modulesFolders];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder);
    if (dirname(folder) === folder) break;
  }
  folders.push(join(dirname(ts.getDefaultLibFilePath({})), "../../.."));
  return folders
    .map((folder) => join(folder, "node_modules/@types/node/index.d.ts"))
    .find((candidate) => readFile(candidate) !== undefined);
}

/** Statements at the top whose value is a promise that nothing waits for. */

/** The places of such statements. The last statement of a cell is looked at like any other. */
function floatingPromises(file: ts.SourceFile, checker: ts.TypeChecker): readonly number[] {
  return file.statements
    .filter(ts.isExpressionStatement)
    .filter(
      ({ expression }) => ts.isCallExpression(expression) && isPromise(checker.getTypeAtLocation(expression)),
    )
    .map((statement) => statement.getStart(file));
}

/** `any` has every property and is none. */
function isPromise(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) === 0 && type.getProperty("then") !== undefined;
}
