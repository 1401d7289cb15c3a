/**
 * What the exporter must know of the cells' code, as plain data: places are UTF-16 offsets in the cell's text. Every cell is
 * bound as a module of its own, so that a name is either the cell's or comes from outside of it.
 */
import ts from "typescript";
import { type Declaration, declarationsOf } from "./declarations.ts";
import { exportMarksOf, impossibleExportsOf, type Span } from "./exports.ts";
import { type CellImport, importsOf } from "./imports.ts";
import { isPure } from "./is-pure.ts";
import { fromParentheses, inParentheses, objectCell } from "./object-cell.ts";
import { identifiersOf, type Occurrence, occurrencesOf } from "./occurrences.ts";

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
  /** Where the object literal stands that is the whole cell: among other code it means an object only in parentheses. */
  readonly object: Span | undefined;
  /** The `export` marks, which mean nothing in a cell. */
  readonly exports: readonly Span[];
  /** What is wrong with its text alone: its syntax, or what no cell can export. */
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
  const objects = objectsAmong(texts);
  const { program, files } = programOf(
    texts.map((text, index) => {
      const object = objects[index];
      return object === undefined ? text : inParentheses(text, object);
    }),
  );
  const checker = program.getTypeChecker();
  return files.map((file, index) => {
    const analysis = {
      imports: importsOf(file),
      declarations: declarationsOf(file),
      occurrences: occurrencesOf(file, checker),
      identifiers: identifiersOf(file),
      last: lastExpression(file),
      object: undefined,
      exports: exportMarksOf(file),
      errors: [...syntaxErrors(program, file), ...impossibleExportsOf(file)],
    };
    const object = objects[index];
    return object === undefined ? analysis : ofObject(analysis, object);
  });
}

/** The object literals that are whole cells. One that is no valid literal counts unless the text is valid as it stands. */
function objectsAmong(texts: readonly string[]): readonly (Span | undefined)[] {
  const objects = texts.map(objectCell);
  if (objects.every((object) => object === undefined)) return objects;
  const isValid = (candidates: readonly string[]): readonly boolean[] => {
    const { program, files } = programOf(candidates);
    return files.map((file) => syntaxErrors(program, file).length === 0);
  };
  const asObject = isValid(
    texts.map((text, index) => {
      const object = objects[index];
      return object === undefined ? "" : inParentheses(text, object);
    }),
  );
  const asItStands = isValid(texts.map((text, index) => (objects[index] === undefined ? "" : text)));
  return objects.map((object, index) =>
    asObject[index] === true || asItStands[index] === false ? object : undefined,
  );
}

/** From the text in parentheses back to the cell's. It declares, imports and exports nothing. */
function ofObject(analysis: CellAnalysis, object: Span): CellAnalysis {
  const from = (offset: number): number => fromParentheses(offset, object);
  return {
    ...analysis,
    object,
    occurrences: analysis.occurrences.map((each) => ({
      ...each,
      start: from(each.start),
      end: from(each.end),
    })),
    last: analysis.last === undefined ? undefined : { ...object, pure: analysis.last.pure },
    errors: analysis.errors.map(({ start, message }) => ({ start: from(start), message })),
  };
}

function programOf(texts: readonly string[]): { program: ts.Program; files: readonly ts.SourceFile[] } {
  const files = new Map(
    texts.map((text, index) => [`/cell-${index}.ts`, sourceFile(`/cell-${index}.ts`, text)]),
  );
  const program = ts.createProgram([...files.keys()], options, virtualHost(files));
  return { program, files: [...files.values()] };
}

function syntaxErrors(program: ts.Program, file: ts.SourceFile): CellAnalysis["errors"] {
  return program.getSyntacticDiagnostics(file).map(({ start, messageText }) => ({
    start,
    message: ts.flattenDiagnosticMessageText(messageText, " "),
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

/** The statement, and whether leaving it out changes nothing but what is shown. */
interface LastExpression extends Span {
  readonly pure: boolean;
}

/** Undefined when the last statement is no expression. */
function lastExpression(file: ts.SourceFile): LastExpression | undefined {
  const last = file.statements.at(-1);
  if (last === undefined) return undefined;
  const isExpression =
    ts.isExpressionStatement(last) || (ts.isExportAssignment(last) && last.isExportEquals !== true);
  if (!isExpression) return undefined;
  return { start: last.getStart(file), end: last.end, pure: isPure(last.expression) };
}
