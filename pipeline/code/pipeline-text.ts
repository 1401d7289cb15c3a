/** `pipeline.ts`: the notebook as one module a person would keep. */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import type { Span } from "../../notebook/analysis/exports.ts";
import { cellName, cellWords } from "../../notebook/cell-name.ts";
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { libraryName } from "../../notebook/specifiers/advise-specifier.ts";
import type { ModuleImport } from "../../notebook/analysis/imports.ts";
import { mergeImports } from "./merge-imports.ts";
import { parametersText } from "./parameters-text.ts";
import { resolveNames, type ResolvedNames } from "../../notebook/analysis/resolve-names.ts";
import { idleImports, leftOut, withoutIdleImports, withoutSpans } from "./leave-out.ts";
import { reportedText } from "./reported-text.ts";
import { runnerImports } from "./runner-imports.ts";
import { rewriteCell } from "./rewrite-cell.ts";

/** The library of the cells, beside `pipeline.ts`. */
export const libraryFile = "pipenb.mjs";

/** What the module is made from. */
export interface PipelineSource {
  readonly notebook: Notebook;
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly Parameter[];
  /** One for each cell, that of an empty text for Markdown. */
  readonly analyses: readonly CellAnalysis[];
}

/** The module's text, and what in the notebook does not come over as it is. */
export interface PipelineText {
  readonly text: string;
  /** The same, but that it shows what cells end with, for the report of a run: what there is of `text` stands in the same lines. */
  readonly reported: string;
  readonly problems: readonly Problem[];
}

/** Cells in their order, imports at the top, parameters first. */
export function pipelineText(source: PipelineSource): PipelineText {
  const { notebook, analyses } = source;
  const parameterCell = notebook.cells.findIndex(({ kind }) => kind === "parameters");
  const parameterNames = source.parameters.map(({ name }) => name);
  const left = analyses.map((analysis, index) =>
    leftOut(analysis, notebook.cells[index]?.kind === "parameters" ? parameterNames : []),
  );
  const kept = analyses.map((analysis, index) => withoutSpans(analysis, left[index] ?? []));
  const names = resolveNames(kept, parameterCell);
  const runner = runnerImports(names);
  const blockOf = (cell: Cell, index: number, shown?: string): string =>
    cellBlock(cell, index, {
      analysis: kept[index],
      left: left[index] ?? [],
      names,
      startCell: runner.cell,
      shown,
    });
  const blocks = notebook.cells.map((cell, index) => blockOf(cell, index));
  const parameters = parametersText(
    source.title,
    source.parameters,
    runner.pipeline,
    (name) => (parameterCell < 0 ? name : (names.declaredBy(parameterCell, name)?.exported ?? name)),
    analyses[parameterCell]?.declarations.some(({ keyword }) => keyword?.text === "let") ? "let" : "const",
  );
  const imports = mergeImports([
    ...importsOfCells(withoutIdleImports(analyses, kept), names),
    ...runner.imports,
  ]);
  const head = `/** ${commentText(source.title)} Written by pipenb from ${source.name}.pipenb. */`;
  const top = [head, ...imports].join("\n");
  const body = [parameters, ...blocks.filter((block) => block !== ""), `${runner.done}();`];
  const text = [top, ...runner.setUp, ...body].join("\n\n");
  const reported = reportedText({
    notebook,
    analyses,
    names,
    startCell: runner.cell,
    head,
    imports,
    idle: mergeImports(importsOfCells(idleImports(analyses, kept), names)),
    start: [...runner.setUp, parameters],
    blockOf,
    end: `${runner.done}();`,
  });
  return { text: `${text}\n`, reported, problems: unsharedProblems(notebook, names) };
}

/** Ends the title like a sentence and keeps it from ending the comment. */
function commentText(title: string): string {
  const line = title.replaceAll(/\s+/g, " ").replaceAll("*/", "* /").trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function importsOfCells(analyses: readonly CellAnalysis[], names: ResolvedNames): readonly ModuleImport[] {
  return analyses.flatMap(({ imports }, cell) =>
    imports.map(({ module, attributes, bindings }) => ({
      module: module === libraryName ? `./${libraryFile}` : module,
      attributes,
      bindings: bindings.map((binding) => ({
        ...binding,
        local: names.declaredBy(cell, binding.local)?.exported ?? binding.local,
      })),
    })),
  );
}

interface CellRewrite {
  readonly analysis: CellAnalysis | undefined;
  readonly left: readonly Span[];
  readonly names: ResolvedNames;
  readonly startCell: string;
  readonly shown: string | undefined;
}

function cellBlock(
  cell: Cell,
  index: number,
  { analysis, left, names, startCell, shown }: CellRewrite,
): string {
  if (cell.kind === "markdown") return comment(cell.text);
  if (analysis === undefined) return "";
  const code = rewriteCell(cell.text, index, { analysis, names, left, shown });
  if (code === "") return "";
  const name = cellName(cell, index);
  const rule = "-".repeat(Math.max(3, 72 - name.length));
  return `// --- ${name} ${rule}\nawait ${startCell}(${JSON.stringify(name)});\n${code}`;
}

function comment(text: string): string {
  if (text.trim() === "") return "";
  return text
    .split("\n")
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");
}

function unsharedProblems(notebook: Notebook, names: ResolvedNames): readonly Problem[] {
  const wordsOf = (index: number): string => {
    const cell = notebook.cells[index];
    return cell === undefined ? "another cell" : cellWords(cell, index);
  };
  return names.unshared.map(({ name, cell, keeps }) => ({
    severity: "warning",
    message: keeps
      ? `${name} is declared again in ${wordsOf(cell)} by a var that may give it no value. In the kernel it keeps the one that it has, in the exported pipeline it has none then.`
      : `${name} is declared again in ${wordsOf(cell)}, and a function made before uses it. In the kernel that function sees the new one, in the exported pipeline the old one.`,
    remedy: "Give the second one a name of its own.",
    line: notebook.cells[cell]?.line ?? 1,
    column: 1,
  }));
}
