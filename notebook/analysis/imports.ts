/** The import declarations of a cell. */
import ts from "typescript";

/** One name an import declares. */
interface ImportBinding {
  readonly local: string;
  /** "default", "*" for a namespace, else the name the module exports it by. */
  readonly imported: string;
  readonly typeOnly: boolean;
}

/** One import declaration. */
export interface CellImport {
  readonly start: number;
  readonly end: number;
  readonly module: string;
  /** `with { type: "json" }` as it stands; "" when there is none. */
  readonly attributes: string;
  /** Empty for an import for its side effects. */
  readonly bindings: readonly ImportBinding[];
}

/** The import declarations in their order. */
export function importsOf(file: ts.SourceFile): readonly CellImport[] {
  return file.statements.filter(ts.isImportDeclaration).map((node) => ({
    start: node.getStart(file),
    end: node.end,
    module: ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "",
    attributes: node.attributes?.getText(file) ?? "",
    bindings: bindingsOf(node.importClause),
  }));
}

function bindingsOf(clause: ts.ImportClause | undefined): readonly ImportBinding[] {
  if (clause === undefined) return [];
  const typeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const bindings: ImportBinding[] = [];
  if (clause.name !== undefined) bindings.push({ local: clause.name.text, imported: "default", typeOnly });
  const named = clause.namedBindings;
  if (named === undefined) return bindings;
  if (ts.isNamespaceImport(named)) return [...bindings, { local: named.name.text, imported: "*", typeOnly }];
  for (const element of named.elements) {
    bindings.push({
      local: element.name.text,
      imported: (element.propertyName ?? element.name).text,
      typeOnly: typeOnly || element.isTypeOnly,
    });
  }
  return bindings;
}
