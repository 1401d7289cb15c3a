/** The import declarations of a cell. */
import ts from "typescript";
import type { Span } from "./exports.ts";

/** One name an import declares. */
interface ImportBinding {
  readonly local: string;
  /** "default", "*" for a namespace, else the name the module exports it by. */
  readonly imported: string;
  readonly typeOnly: boolean;
}

interface PlacedBinding extends ImportBinding {
  /** Where the local name stands. */
  readonly place: Span;
  /** False for `{ name }`, which stands for what is imported as well. */
  readonly hasOwnName: boolean;
}

/** What one import declaration says. */
export interface ModuleImport {
  readonly module: string;
  /** `with { type: "json" }` as it stands; "" when there is none. */
  readonly attributes: string;
  /** Empty for an import for its side effects. */
  readonly bindings: readonly ImportBinding[];
}

/** One import declaration at its place. */
export interface CellImport extends ModuleImport, Span {
  readonly bindings: readonly PlacedBinding[];
}

/** The import declarations in their order. */
export function importsOf(file: ts.SourceFile): readonly CellImport[] {
  return file.statements.filter(ts.isImportDeclaration).map((node) => ({
    start: node.getStart(file),
    end: node.end,
    module: ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "",
    attributes: node.attributes?.getText(file) ?? "",
    bindings: bindingsOf(node.importClause, file),
  }));
}

function bindingsOf(clause: ts.ImportClause | undefined, file: ts.SourceFile): readonly PlacedBinding[] {
  if (clause === undefined) return [];
  const typeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const binding = (
    name: ts.Identifier,
    imported: string,
    marked = typeOnly,
    hasOwnName = true,
  ): PlacedBinding => ({
    local: name.text,
    place: { start: name.getStart(file), end: name.end },
    hasOwnName,
    imported,
    typeOnly: marked,
  });
  const bindings = clause.name === undefined ? [] : [binding(clause.name, "default")];
  const named = clause.namedBindings;
  if (named === undefined) return bindings;
  if (ts.isNamespaceImport(named)) return [...bindings, binding(named.name, "*")];
  const elements = named.elements.map(({ name, propertyName, isTypeOnly }) =>
    binding(name, (propertyName ?? name).text, typeOnly || isTypeOnly, propertyName !== undefined),
  );
  return [...bindings, ...elements];
}
