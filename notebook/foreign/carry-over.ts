/** Makes cells that were written for another kernel run here: its packages, its imports, its ways to show things. */
import ts from "typescript";
import { applyEdits, type Edit, editedPieces } from "../analysis/apply-edits.ts";
import type { Span } from "../analysis/exports.ts";
import { withText } from "../format/new-cell.ts";
import type { Cell } from "../model.ts";
import { carryOverUses } from "./carry-over-uses.ts";
import type { Imported, ImportFinding } from "./imported.ts";
import { type CellUses, kernelUses } from "./kernel-uses.ts";
import { Packages, type Surroundings } from "./packages.ts";

/** The notebook with every safe change made, and what is left to do by hand. */
export function carryOver({ notebook, findings }: Imported, surroundings: Surroundings): Imported {
  const packages = new Packages(notebook.frontMatter, surroundings);
  const uses = kernelUses(notebook.cells.map((cell) => (cell.kind === "markdown" ? "" : cell.text)));
  const done = notebook.cells.map((cell, index) => carryOverCell(cell, uses[index], packages));
  return {
    notebook: {
      ...notebook,
      frontMatter: packages.frontMatter(),
      cells: done.map(({ cell }) => cell),
    },
    findings: [
      ...findings,
      ...done.flatMap((each, cell) => each.findings.map((finding) => ({ ...finding, cell }))),
      ...packages.findings(),
    ],
  };
}

function carryOverCell(
  cell: Cell,
  uses: CellUses | undefined,
  packages: Packages,
): { readonly cell: Cell; readonly findings: readonly ImportFinding[] } {
  if (cell.kind === "markdown") return { cell, findings: [] };
  const edits: Edit[] = [];
  const findings: (ImportFinding & { readonly at: number })[] = [];
  for (const { module, start, end } of moduleReferences(cell.text)) {
    const taken = packages.take(module);
    if (taken.finding !== undefined) findings.push({ ...taken.finding, at: start });
    if (taken.module !== module) edits.push({ start, end, text: JSON.stringify(taken.module) });
  }
  for (const { at, message, remedy, edits: rewritten } of uses === undefined ? [] : carryOverUses(uses)) {
    if (rewritten === undefined) findings.push({ message, remedy, stops: true, at });
    else edits.push(...rewritten.map((edit) => withLineEnd(cell.text, edit)));
  }
  if (edits.length === 0) return { cell, findings };
  return {
    cell: withText(cell, applyEdits(cell.text, edits)),
    findings: findings.map((finding) => ({ ...finding, at: editedOffset(cell.text, edits, finding.at) })),
  };
}

/** A line of which nothing is left goes away. */
function withLineEnd(text: string, edit: Edit): Edit {
  const isWholeLine = edit.text === "" && (edit.start === 0 || text[edit.start - 1] === "\n");
  const after = isWholeLine ? /^[ \t]*(?:\n|$)/.exec(text.slice(edit.end)) : null;
  return after === null ? edit : { ...edit, end: edit.end + after[0].length };
}

/** Where a place of the text stands once it is edited. */
function editedOffset(text: string, edits: readonly Edit[], offset: number): number {
  let length = 0;
  for (const piece of editedPieces(text, edits)) {
    if (piece.isKept && offset <= piece.start + piece.text.length)
      return length + Math.max(0, offset - piece.start);
    length += piece.text.length;
  }
  return length;
}

/** The places of a text that name a module by a literal: imports, exports, `import()`, `require()` and types. */

/** A module's name and where its literal stands, quotes included. */
interface ModuleReference extends Span {
  readonly module: string;
}

/** In the order of the text. */
function moduleReferences(text: string): readonly ModuleReference[] {
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
  const found: ModuleReference[] = [];
  const visit = (node: ts.Node): void => {
    const literal = moduleOf(node);
    if (literal !== undefined)
      found.push({ module: literal.text, start: literal.getStart(file), end: literal.end });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function moduleOf(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(expression) && expression.text === "require";
  return isImport || isRequire ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node : undefined;
}
