/** The names by which cells reach another kernel: its global, its module, and what they take out of either. */
import ts from "typescript";
import type { Span } from "../analysis/exports.ts";

/** Which kernel brings it: Deno its global, tslab and the Node.js notebooks a module. */
export type Origin = "Deno" | "tslab" | "node-kernel";

/** What a name stands for: `html` in `const { html } = Deno.jupyter` is Deno's `jupyter.html`. */
export interface Binding {
  readonly origin: Origin;
  readonly path: readonly string[];
}

/** A statement at the top of a cell that does nothing but give such names. */
export interface BindingStatement extends Span {
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** What a module stands for that exists only inside its kernel, or is its global's by another name. */
export function bindingOfModule(module: string): Binding | undefined {
  if (module === "tslab" || module === "node-kernel") return { origin: module, path: [] };
  const isDenoDisplay = /^https:\/\/deno\.land\/x\/(?:display|deno_jupyter)(?:@[^/]+)?\/mod\.ts$/.test(
    module,
  );
  return isDenoDisplay ? { origin: "Deno", path: ["jupyter"] } : undefined;
}

/** The binding statements of one cell; `known` are the names that earlier statements and cells gave. */
export function bindingStatements(
  file: ts.SourceFile,
  known: ReadonlyMap<string, Binding>,
): readonly BindingStatement[] {
  const names = new Map(known);
  return file.statements.flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement)
      ? importBindings(statement)
      : ts.isVariableStatement(statement)
        ? variableBindings(statement, names)
        : undefined;
    if (bindings === undefined) return [];
    for (const [name, binding] of bindings) names.set(name, binding);
    return [{ start: statement.getStart(file), end: statement.end, bindings }];
  });
}

function importBindings(statement: ts.ImportDeclaration): ReadonlyMap<string, Binding> | undefined {
  const { moduleSpecifier, importClause } = statement;
  const from = ts.isStringLiteral(moduleSpecifier) ? bindingOfModule(moduleSpecifier.text) : undefined;
  if (from === undefined) return undefined;
  const bindings = new Map<string, Binding>();
  if (importClause?.name !== undefined) bindings.set(importClause.name.text, from);
  const named = importClause?.namedBindings;
  if (named !== undefined && ts.isNamespaceImport(named)) bindings.set(named.name.text, from);
  if (named !== undefined && ts.isNamedImports(named)) {
    for (const { name, propertyName } of named.elements)
      bindings.set(name.text, { ...from, path: [...from.path, (propertyName ?? name).text] });
  }
  return bindings;
}

/** Undefined unless every declaration of the statement takes something out of a kernel. */
function variableBindings(
  statement: ts.VariableStatement,
  known: ReadonlyMap<string, Binding>,
): ReadonlyMap<string, Binding> | undefined {
  const bindings = new Map<string, Binding>();
  for (const { name, initializer } of statement.declarationList.declarations) {
    const source = initializer === undefined ? undefined : resolve(initializer, known);
    if (source === undefined) return undefined;
    if (ts.isIdentifier(name)) bindings.set(name.text, source);
    else if (ts.isObjectBindingPattern(name)) {
      for (const element of name.elements) {
        const taken = takenBy(element);
        if (taken === undefined) return undefined;
        bindings.set(taken.local, { origin: source.origin, path: [...source.path, taken.member] });
      }
    } else return undefined;
  }
  return bindings;
}

function takenBy(
  element: ts.BindingElement,
): { readonly local: string; readonly member: string } | undefined {
  const { name, propertyName, initializer, dotDotDotToken } = element;
  if (!ts.isIdentifier(name) || initializer !== undefined || dotDotDotToken !== undefined) return undefined;
  if (propertyName === undefined) return { local: name.text, member: name.text };
  return ts.isIdentifier(propertyName) ? { local: name.text, member: propertyName.text } : undefined;
}

/** `Deno.jupyter`, `tslab.display`, `require("tslab")`. */
function resolve(node: ts.Expression, known: ReadonlyMap<string, Binding>): Binding | undefined {
  if (ts.isIdentifier(node)) return known.get(node.text);
  if (ts.isPropertyAccessExpression(node)) {
    const of = resolve(node.expression, known);
    return of === undefined ? undefined : { origin: of.origin, path: [...of.path, node.name.text] };
  }
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [module] = node.arguments;
  if (node.expression.text !== "require" || module === undefined || !ts.isStringLiteral(module))
    return undefined;
  return bindingOfModule(module.text);
}
