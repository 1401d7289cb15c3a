/**
 * What the exporter must know of the cells' code, as plain data: places are UTF-16 offsets in the cell's text. Every cell is
 * bound as a module of its own, so that a name is either the cell's or comes from outside of it.
 */
import ts from "typescript";
import { declarationsOf, type Declaration } from "./declarations.ts";
import { importsOf, type CellImport } from "./imports.ts";
import { lastExpression, type LastExpression } from "./last-expression.ts";
import { identifiersOf, occurrencesOf, type Occurrence } from "./occurrences.ts";
import { exportMarksOf, type Span } from "./exports.ts";
import { needsTransform } from "./needs-transform.ts";

/** One cell's code. */
export interface CellAnalysis {
  readonly imports: readonly CellImport[];
  /** Statements at the top that declare names. */
  readonly declarations: readonly Declaration[];
  /** Where names of the cell, or from outside of it, stand; imports aside. */
  readonly occurrences: readonly Occurrence[];
  /** Every name in the cell that is not a member's. */
  readonly identifiers: ReadonlySet<string>;
  /** Undefined when the cell does not end in an expression. */
  readonly last: LastExpression | undefined;
  /** The `export` marks, which mean nothing in a cell. */
  readonly exports: readonly Span[];
  /** True when taking the types off is not enough to run it (enums, namespaces with code, parameter properties, decorators). */
  readonly needsTransform: boolean;
  /** Syntax errors. */
  readonly errors: readonly { readonly start: number; readonly message: string }[];
}

const options: ts.CompilerOptions = {
  noLib: true,
  noResolve: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
};

/** Analyses the cells' texts, one analysis for each. */
export function analyseCells(texts: readonly string[]): readonly CellAnalysis[] {
  const files = new Map(
    texts.map((text, index) => [`/cell-${index}.ts`, sourceFile(`/cell-${index}.ts`, text)]),
  );
  const program = ts.createProgram([...files.keys()], options, virtualHost(files));
  const checker = program.getTypeChecker();
  return [...files.values()].map((file) => ({
    imports: importsOf(file),
    declarations: declarationsOf(file),
    occurrences: occurrencesOf(file, checker),
    identifiers: identifiersOf(file),
    last: lastExpression(file),
    exports: exportMarksOf(file),
    needsTransform: needsTransform(file),
    errors: program.getSyntacticDiagnostics(file).map(({ start, messageText }) => ({
      start,
      message: ts.flattenDiagnosticMessageText(messageText, " "),
    })),
  }));
}

function sourceFile(name: string, text: string): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.ESNext,
    // A script would share its names with every other cell that is one.
    setExternalModuleIndicator: (file) => {
      // SAFETY: what the compiler's own functions of this kind set.
      const marked = file as { externalModuleIndicator?: ts.Node | undefined };
      marked.externalModuleIndicator ??= file;
    },
  };
  return ts.createSourceFile(name, text, options, true);
}

function virtualHost(files: ReadonlyMap<string, ts.SourceFile>): ts.CompilerHost {
  return {
    getSourceFile: (name) => files.get(name),
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name)?.text,
    writeFile: () => undefined,
  };
}
