/**
 * What V8's REPL mode lacks, rewritten: imports, and declarations that change their kind from one cell to another. Every
 * top-level declaration becomes `let`, which V8 lets a later cell declare again. Positions are kept in a source map.
 */
import { parse } from "acorn";
import type { AnyNode, Expression, ForOfStatement, ModuleDeclaration, Program, Statement } from "acorn";
import MagicString from "magic-string";
import { helperName } from "../wire/helper-name.ts";
import { CompileError } from "../../modules/compile-error.ts";
import type { Declared } from "./rewrite-declarations.ts";
import { rewriteDeclaration, rewriteVar } from "./rewrite-declarations.ts";
import { rewriteExport, rewriteImport } from "./rewrite-modules.ts";
import type { Mappings } from "../trace/place-map.ts";
import { eachNode } from "./walk.ts";

export interface Rewritten {
  readonly code: string;
  /** The syntax tree of what was rewritten. */
  readonly program: Program;
  /** Gives the way from `code` to what was rewritten. */
  readonly mappings: () => Mappings;
  /** Names the cell declares as constants; every other name it declares. */
  readonly constants: readonly string[];
  readonly variables: readonly string[];
  /** Those of the constants that are imported. */
  readonly imports: ReadonlySet<string>;
}

/**
 * Throws {@link CompileError}. `earlier`: the names declared by the session's cells so far. `pause` makes a debugger stop at
 * the first statement.
 */
export function rewrite(text: string, earlier: ReadonlySet<string>, pause = false): Rewritten {
  const program = parseCell(text);
  const edits = new MagicString(text);
  const top = program.body.find(({ type }) => type !== "ImportDeclaration")?.start ?? text.length;
  const declared: Declared = {
    constants: new Set(),
    variables: new Set(),
    imports: new Set(),
    earlier,
    top,
  };
  rewriteResult(program, edits);
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") rewriteImport(statement, edits, declared);
    else rewriteDeclaration(rewriteExport(statement, edits), edits, declared);
  }
  eachNode(program, (node, parent, inFunction) => {
    rewriteInside(node, parent, inFunction, edits, declared);
  });
  const [first] = program.body;
  if (pause && first !== undefined) edits.prependLeft(first.start, "debugger;");
  edits.prepend('"use strict";');
  return {
    code: edits.toString(),
    program,
    mappings: () => edits.generateDecodedMap({ hires: "boundary" }).mappings,
    constants: [...declared.constants],
    variables: [...declared.variables],
    imports: declared.imports,
  };
}

function parseCell(text: string): Program {
  try {
    return parse(text, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      locations: true,
    });
  } catch (error) {
    if (!(error instanceof SyntaxError) || !("loc" in error)) throw error;
    // SAFETY: acorn sets `loc` on every SyntaxError it throws.
    const { line, column } = error.loc as { line: number; column: number };
    throw new CompileError(error.message.replace(/ \(\d+:\d+\)$/, ""), line, column + 1, { cause: error });
  }
}

/** The last statement's value is the cell's result when it is an expression. */
function rewriteResult(program: Program, edits: MagicString): void {
  const last = program.body.at(-1);
  const expression = last === undefined ? undefined : expressionOf(last);
  if (expression === undefined) return;
  edits.appendRight(expression.start, `${helperName}.result((`);
  edits.prependLeft(expression.end, "))");
}

function expressionOf(statement: Statement | ModuleDeclaration): Expression | undefined {
  // A lone string is a value here; only "use strict" is a directive.
  if (statement.type === "ExpressionStatement")
    return statement.directive === "use strict" ? undefined : statement.expression;
  if (statement.type !== "ExportDefaultDeclaration") return undefined;
  const { declaration } = statement;
  return declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration"
    ? undefined
    : declaration;
}

function rewriteInside(
  node: AnyNode,
  parent: AnyNode | undefined,
  inFunction: boolean,
  edits: MagicString,
  declared: Declared,
): void {
  switch (node.type) {
    case "ImportExpression":
      edits.update(node.start, node.start + "import".length, `${helperName}.import`);
      return;
    case "MetaProperty":
      if (node.meta.name === "import") edits.update(node.start, node.end, `${helperName}.meta`);
      return;
    case "AwaitExpression":
      edits.appendRight(node.start, `${helperName}.check(`);
      edits.prependLeft(node.end, ")");
      return;
    case "ForOfStatement":
      if (node.await) rewriteForAwait(node, edits);
      return;
    case "VariableDeclaration":
      if (node.kind === "var" && !inFunction) rewriteVar(node, parent, edits, declared);
      return;
    default:
  }
}

/** Each turn of `for await` is an await as well. */
function rewriteForAwait({ body }: ForOfStatement, edits: MagicString): void {
  if (body.type === "BlockStatement") {
    edits.appendLeft(body.start + 1, `${helperName}.check();`);
    return;
  }
  edits.appendRight(body.start, `{${helperName}.check();`);
  edits.prependLeft(body.end, "}");
}
