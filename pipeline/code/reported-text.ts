/**
 * The exported module as it runs where a report of the run is wanted: it starts every cell, and shows what each ends with. All that the module
 * without it has stands in the same lines, so that errors name those. What is added stands in lines that are empty there, and behind the end.
 */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import { applyEdits } from "../../notebook/analysis/apply-edits.ts";
import { renameEdits } from "../../notebook/analysis/rename-edits.ts";
import type { ResolvedNames } from "../../notebook/analysis/resolve-names.ts";
import { cellName } from "../../notebook/cell-name.ts";
import type { Cell, Notebook } from "../../notebook/model.ts";

/** The pieces of the module. */
export interface ReportedParts {
  readonly notebook: Notebook;
  readonly analyses: readonly CellAnalysis[];
  readonly names: ResolvedNames;
  readonly startCell: string;
  /** The first line. */
  readonly head: string;
  readonly imports: readonly string[];
  /** Imports that only serve what is shown. */
  readonly idle: readonly string[];
  /** What comes before the cells. */
  readonly start: readonly string[];
  /** A cell's block, where its last expression is handed to the function `shown`; "" where nothing is left of it. */
  readonly blockOf: (cell: Cell, index: number, shown: string) => string;
  readonly end: string;
}

/** A block, and what is added behind it. */
interface Piece {
  readonly text: string;
  readonly added: string;
}

/** TypeScript. */
export function reportedText(parts: ReportedParts): string {
  const { notebook, names, head, imports, idle, start, end } = parts;
  const shown = names.freshName("shown", "showValue");
  const own = shown === "shown" ? shown : `shown as ${shown}`;
  const first = [head, `import { ${own} } from "./runner.mjs";`, ...idle.map(inOneLine)].join(" ");
  const previews: string[] = [];
  const cells = notebook.cells.map((cell, index): Piece => {
    const text = parts.blockOf(cell, index, shown);
    if (cell.kind === "markdown" || cell.text.trim() === "") return { text, added: "" };
    const preview = previewOf(parts, index);
    const name = names.freshName(`preview${index + 1}`, "previewOfCell");
    if (preview !== undefined) previews.push(`function ${name}() {\n  return (${preview}\n  );\n}`);
    const statements = [
      ...(text === "" ? [`await ${parts.startCell}(${JSON.stringify(cellName(cell, index))});`] : []),
      ...(preview === undefined ? [] : [`await ${shown}(undefined, ${name});`]),
    ];
    return { text, added: statements.join(" ") };
  });
  const whole = [[first, ...imports].join("\n"), ...start].map((text) => ({ text, added: "" }));
  return [inLines([...whole, ...cells, { text: end, added: "" }]), ...previews, ""].join("\n");
}

const inOneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, " ");

/** Between two blocks is one line, which is empty or has what is added. */
function inLines(pieces: readonly Piece[]): string {
  let lines = "";
  let added: readonly string[] = [];
  for (const piece of pieces) {
    if (piece.text !== "") {
      lines += lines === "" ? piece.text : `\n${added.join(" ")}\n${piece.text}`;
      added = [];
    }
    if (piece.added !== "") added = [...added, piece.added];
  }
  return lines;
}

/** The expression that a cell ends with and that does nothing but show; undefined where it has none. */
function previewOf({ notebook, analyses, names }: ReportedParts, index: number): string | undefined {
  const analysis = analyses[index];
  const text = notebook.cells[index]?.text ?? "";
  const last = analysis?.last;
  if (analysis === undefined || last?.pure !== true) return undefined;
  const edits = [
    ...analysis.exports.map((each) => ({ ...each, text: "" })),
    ...renameEdits(index, analysis, names),
  ].filter(({ start, end }) => start >= last.start && end <= last.end);
  const inside = edits.map((edit) => ({
    ...edit,
    start: edit.start - last.start,
    end: edit.end - last.start,
  }));
  return applyEdits(text.slice(last.start, last.end), inside).replace(/\s*;\s*$/, "");
}
