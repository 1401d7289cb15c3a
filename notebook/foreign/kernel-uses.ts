/** Where cells use what only another kernel has. Names are looked up in their scopes, so a user's own `Deno` or `display` is none. */
import ts from "typescript";
import { analyseCells, type CellAnalysis } from "../analysis/analyse-cells.ts";
import { bindingStatements, type Binding, type BindingStatement, type Origin } from "./bindings.ts";

/** One use: `Deno.env.get` in `Deno.env.get("HOME")`. */
export interface KernelUse {
  readonly origin: Origin;
  /** The members from the kernel's global or module on. */
  readonly path: readonly string[];
  /** The expression of each prefix of the path; the first stands for the global or name itself. */
  readonly nodes: readonly ts.Expression[];
  readonly file: ts.SourceFile;
  /** The path a called or tagged expression of the same cell has; undefined for what is no use. */
  readonly pathOf: (node: ts.Expression) => readonly string[] | undefined;
}

/** What one cell has of another kernel. */
export interface CellUses {
  /** Statements that only give names to it; nothing needs them once the uses are rewritten. */
  readonly statements: readonly BindingStatement[];
  readonly uses: readonly KernelUse[];
}

/** For each text of a cell, in their order; an empty list for texts of which none names a kernel. */
export function kernelUses(texts: readonly string[]): readonly CellUses[] {
  if (!texts.some((text) => /\b(?:Deno|tslab|node-kernel|deno\.land)\b/.test(text))) return [];
  const analyses = analyseCells(texts);
  const files = texts.map((text, index) =>
    ts.createSourceFile(`cell-${index}.ts`, text, ts.ScriptTarget.ESNext, true),
  );
  const names = new Map<string, Binding>();
  if (!analyses.some((each) => declares(each, "Deno"))) names.set("Deno", { origin: "Deno", path: [] });
  const statements = files.map((file) => {
    const found = bindingStatements(file, names);
    for (const { bindings } of found) for (const [name, binding] of bindings) names.set(name, binding);
    return found;
  });
  return files.map((file, index) => ({
    statements: statements[index] ?? [],
    uses: usesOf(file, analyses[index], statements[index] ?? [], names),
  }));
}

function declares({ imports, declarations }: CellAnalysis, wanted: string): boolean {
  return (
    imports.some(({ bindings }) => bindings.some(({ local }) => local === wanted)) ||
    declarations.some(({ names }) => names.includes(wanted))
  );
}

function usesOf(
  file: ts.SourceFile,
  analysis: CellAnalysis | undefined,
  statements: readonly BindingStatement[],
  names: ReadonlyMap<string, Binding>,
): readonly KernelUse[] {
  const starts = new Map<number, Binding>();
  for (const { name, start, own, declares: isDeclaration } of analysis?.occurrences ?? []) {
    const binding = names.get(name);
    const isInStatement = statements.some((each) => each.start <= start && start < each.end);
    const isOther = own && analysis !== undefined && !isBoundHere(name, statements);
    if (binding !== undefined && !isDeclaration && !isInStatement && !isOther) starts.set(start, binding);
  }
  const uses: KernelUse[] = [];
  const paths = new Map<ts.Expression, readonly string[]>();
  const visit = (node: ts.Node): void => {
    const binding = ts.isIdentifier(node) ? starts.get(node.getStart(file)) : undefined;
    if (binding !== undefined && ts.isIdentifier(node)) {
      const { path, nodes } = chain(node, binding);
      for (const [index, each] of nodes.entries())
        paths.set(each, path.slice(0, binding.path.length + index));
      uses.push({ origin: binding.origin, path, nodes, file, pathOf: (each) => paths.get(each) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

function isBoundHere(name: string, statements: readonly BindingStatement[]): boolean {
  return statements.some(({ bindings }) => bindings.has(name));
}

function chain(
  start: ts.Identifier,
  { path: from }: Binding,
): { path: readonly string[]; nodes: readonly ts.Expression[] } {
  const path = [...from];
  const nodes: ts.Expression[] = [start];
  let top: ts.Expression = start;
  for (;;) {
    const { parent } = top;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === top) path.push(parent.name.text);
    else if (
      ts.isElementAccessExpression(parent) &&
      parent.expression === top &&
      ts.isStringLiteral(parent.argumentExpression)
    )
      path.push(parent.argumentExpression.text);
    else return { path, nodes };
    nodes.push(parent);
    top = parent;
  }
}
