/** Mends that TypeScript's own server does not offer: another spelling, declaring what nobody declares, awaiting a promise. */
import ts from "typescript";
import type { Edit } from "../../notebook/analysis/apply-edits.ts";

export interface QuickFix {
  readonly title: string;
  /** Of the cell's text. */
  readonly edits: readonly Edit[];
}

/** TypeScript's numbers for a name that nobody declares. */
export const unknownName: ReadonlySet<number> = new Set([2304, 2552, 2582, 2580]);

/** Errors that a promise in place of its value leads to: members, operators, arguments, iteration. */
const maybePromise: ReadonlySet<number> = new Set([
  2339, 2345, 2322, 2362, 2363, 2365, 2488, 2538, 2769, 2504,
]);

/** Mends for one diagnostic of a cell. `start` and `end` are its place in the cell's text. */
export function quickFixes(
  text: string,
  {
    code,
    message,
    start,
    end,
  }: { readonly code: number; readonly message: string; readonly start: number; readonly end: number },
): readonly QuickFix[] {
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
  const node = nodeAt(file, start, end);
  if (node === undefined) return [];
  const [, meant] = /Did you mean '([\p{ID_Continue}$]+)'\?/u.exec(message) ?? [];
  const respelled: readonly QuickFix[] =
    meant === undefined || !ts.isIdentifier(node)
      ? []
      : [{ title: `Change spelling to '${meant}'`, edits: [{ start, end, text: meant }] }];
  if (unknownName.has(code) && ts.isIdentifier(node)) return [...respelled, declare(file, node)];
  if (respelled.length > 0) return respelled;
  if (maybePromise.has(code) && /\bPromise</.test(message)) return awaited(node);
  return [];
}

function declare(file: ts.SourceFile, node: ts.Identifier): QuickFix {
  const name = node.text;
  const { parent } = node;
  const statement = topStatement(node);
  const at = statement.getStart(file);
  const isCalled = ts.isCallExpression(parent) && parent.expression === node;
  const isAssigned = ts.isBinaryExpression(parent) && parent.left === node && parent.parent === statement;
  if (isAssigned) return { title: `Declare '${name}'`, edits: [{ start: at, end: at, text: "let " }] };
  const text = isCalled
    ? `function ${name}(${parent.arguments.map((_, index) => `argument${index + 1}: unknown`).join(", ")}) {\n  throw new Error("Not written yet.");\n}\n\n`
    : ts.isTypeReferenceNode(parent)
      ? `interface ${name} {}\n\n`
      : `const ${name} = undefined;\n`;
  return { title: `Declare '${name}'`, edits: [{ start: at, end: at, text }] };
}

function awaited(node: ts.Node): readonly QuickFix[] {
  const { parent } = node;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  const expression = isMember ? parent.expression : node;
  if (!ts.isExpression(expression) || !mayAwait(expression)) return [];
  const [start, end] = [expression.getStart(), expression.end];
  const edits: readonly Edit[] = isMember
    ? [
        { start, end: start, text: "(await " },
        { start: end, end, text: ")" },
      ]
    : [{ start, end: start, text: "await " }];
  return [{ title: "Add 'await'", edits }];
}

/** At the top of a cell, and in async functions. */
function mayAwait(node: ts.Node): boolean {
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
    if (ts.isFunctionLike(each))
      return (
        ts.canHaveModifiers(each) &&
        (ts.getModifiers(each) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
      );
  }
  return true;
}

function topStatement(node: ts.Node): ts.Node {
  let each = node;
  while (!ts.isSourceFile(each.parent)) each = each.parent;
  return each;
}

/** The outermost node that takes exactly this stretch, or the identifier that begins it. */
function nodeAt(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.end < start || node.getFullStart() > end) return;
    if (node.getStart(file) === start && node.end === end) found ??= node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}
