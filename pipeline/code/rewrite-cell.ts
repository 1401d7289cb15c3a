/** A cell's code as it stands in the exported module: the person's text with as little changed as can be. */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import type { Span } from "../../notebook/analysis/exports.ts";
import { applyEdits, type Edit } from "../../notebook/analysis/apply-edits.ts";
import { renameEdits } from "../../notebook/analysis/rename-edits.ts";
import { shareEdits } from "../../notebook/analysis/share-edits.ts";
import type { ResolvedNames } from "../../notebook/analysis/resolve-names.ts";
import { scanTokens } from "../../notebook/format/scan-code.ts";
import { hoistFunctions, takenAway } from "./hoist-functions.ts";

/** What a cell is rewritten by. */
export interface CellRewriting {
  readonly analysis: CellAnalysis;
  readonly names: ResolvedNames;
  /** Statements that are left out. */
  readonly left: readonly Span[];
  /** Name of the function that is handed the value of the last expression, where that is to be shown. */
  readonly shown?: string | undefined;
}

/** The text without imports, export marks and the statements left out. */
export function rewriteCell(text: string, cell: number, rewriting: CellRewriting): string {
  const { analysis, names, left, shown } = rewriting;
  const [before, behind] = shown === undefined ? [[], []] : handedOn(text, analysis, shown);
  const edits = [
    ...before,
    ...analysis.imports.map((each) => removal(text, each.start, each.end)),
    ...left.map((each) => removalWithComment(text, each.start, each.end)),
    ...analysis.exports.map((each) => takenAway(text, each.start, each.end)),
    ...renameEdits(cell, analysis, names),
    ...shareEdits(text, cell, analysis, names),
    ...(left.length > 0 ? [] : parentheses(analysis)),
    ...behind,
  ];
  return trimBlankLines(applyEdits(text, hoistFunctions(text, cell, { analysis, names, edits })));
}

/** A cell that is one object literal would be a block in the module. */
function parentheses({ object }: CellAnalysis): readonly Edit[] {
  if (object === undefined) return [];
  const { start, end } = object;
  return [
    { start, end: start, text: "(" },
    { start: end, end, text: ")" },
  ];
}

/** Around the expression, in the lines where it stands. */
function handedOn(
  text: string,
  { last }: CellAnalysis,
  shown: string,
): readonly [before: readonly Edit[], behind: readonly Edit[]] {
  if (last === undefined || last.pure) return [[], []];
  const { start } = last;
  const end = start + text.slice(start, last.end).replace(/\s*;\s*$/, "").length;
  return [[{ start, end: start, text: `await ${shown}((` }], [{ start: end, end, text: "))" }]];
}

/** With the rest of its line and the comment there, where nothing else stands on it. */
function removal(text: string, start: number, end: number): Edit {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const after = /^[ \t]*;?[ \t]*(?:\/\/[^\n]*)?(?:\n|$)/.exec(text.slice(end));
  const isAlone = text.slice(lineStart, start).trim() === "" && after !== null;
  return isAlone ? takenAway(text, lineStart, end + after[0].length) : takenAway(text, start, end);
}

/** A comment right above a statement is about that statement. */
function removalWithComment(text: string, start: number, end: number): Edit {
  const edit = removal(text, start, end);
  const comment = /(?:^|\n)((?:[ \t]*\/\/[^\n]*\n)+|[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\n)$/.exec(
    text.slice(0, edit.start),
  );
  return comment === null ? edit : { ...edit, start: edit.start - (comment[1]?.length ?? 0) };
}

/** Those in a template literal are part of a value. */
function trimBlankLines(text: string): string {
  const code = text.replace(/^(?:[ \t]*\n)+/, "").replace(/\s+$/, "");
  const templates: Span[] = [];
  scanTokens(code, (kind, start, end) => {
    if (kind === "template") templates.push({ start, end });
  });
  return code.replaceAll(/\n(?:[ \t]*\n){2,}/g, (lines, at: number) =>
    templates.some(({ start, end }) => start <= at && at < end) ? lines : "\n\n",
  );
}
