/** Reads the module that Observable gives for a notebook ("download code"): a function for each cell, and what each is defined by. */
import ts from "typescript";
import type { ImportResult } from "../imported.ts";
import { cellOfInput } from "./inputs.ts";
import { importedNotebook } from "./observable-text.ts";
import { cellOfValue, type ReactiveCell } from "./reactive-cell.ts";
import { reactiveNotebook } from "./reactive-notebook.ts";

type CellFunction = ts.FunctionLikeDeclaration;

/** The notebook; undefined for a script that is no such module. */
export function fromObservableModule(text: string): ImportResult | undefined {
  const file = ts.createSourceFile("notebook.js", text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const functions = new Map<string, CellFunction>();
  for (const statement of file.statements)
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined)
      functions.set(statement.name.text, statement);
  const define = file.statements.find(
    (statement): statement is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(statement) &&
      statement.parameters[0]?.name.getText() === "runtime" &&
      (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword),
  );
  if (define?.body === undefined) return undefined;
  const cells = define.body.statements.flatMap((statement) => cellOf(statement, functions));
  return reactiveNotebook(undefined, cells, attachmentsOf(define.body));
}

function cellOf(
  statement: ts.Statement,
  functions: ReadonlyMap<string, CellFunction>,
): readonly ReactiveCell[] {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return [];
  const { expression: callee, arguments: given } = statement.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  if (callee.name.text === "import") return [importedNotebook(statement.getText())];
  if (callee.name.text !== "define") return [];
  const [first] = given;
  const full = first !== undefined && ts.isStringLiteral(first) ? first.text : undefined;
  const made = given.at(-1);
  const body = made !== undefined && ts.isIdentifier(made) ? functions.get(made.text) : made;
  if (body === undefined || !ts.isFunctionLike(body) || !("body" in body)) return [];
  const [, kind, name] = /^(?:(viewof|mutable|initial) )?(.*)$/.exec(full ?? "") ?? [];
  // What Observable derives from an input or a mutable value has no code of its own.
  const isDerived = kind === "mutable" || ts.isArrowFunction(body);
  if (isDerived) return [];
  const value = valueOf(body);
  if (value === undefined) return [];
  if (kind === "viewof") return [cellOfInput(name ?? "", value.code)];
  return [
    cellOfValue({ name: full === undefined ? undefined : name, isMutable: kind === "initial", ...value }),
  ];
}

/** `return(\nexpression\n)` is an expression; anything else is a block. */
function valueOf(body: CellFunction): { readonly code: string; readonly isBlock: boolean } | undefined {
  if (body.body === undefined || !ts.isBlock(body.body)) return undefined;
  const [statement, ...more] = body.body.statements;
  if (more.length > 0 || statement === undefined || !ts.isReturnStatement(statement))
    return { code: body.body.getText(), isBlock: true };
  const { expression } = statement;
  if (expression === undefined) return undefined;
  const inner = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  return { code: inner.getText(), isBlock: false };
}

/** `new Map([["rows.csv", {url: new URL("./files/0a1b.csv", import.meta.url), …}]])`: where the attached files lie. */
function attachmentsOf(body: ts.Block): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) {
      const [name, place] = node.elements;
      const url = place === undefined ? undefined : /new URL\("([^"]+)"/.exec(place.getText())?.[1];
      if (name !== undefined && ts.isStringLiteral(name) && url !== undefined) files.set(name.text, url);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of body.statements) if (ts.isVariableStatement(statement)) visit(statement);
  return files;
}
