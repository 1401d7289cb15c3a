import type { AnyNode, ImportAttribute, ImportDeclaration, Statement, ModuleDeclaration } from "acorn";
import type MagicString from "magic-string";
import { helperName } from "../wire/helper-name.ts";
import { impossibleExports } from "../../notebook/analysis/impossible-exports.ts";
import { CompileError } from "../../modules/compile-error.ts";
import { moveUp } from "./rewrite-declarations.ts";
import type { Declared } from "./rewrite-declarations.ts";

const nameOf = (node: { type: string; name?: string; value?: unknown }): string =>
  String(node.name ?? node.value);

const quoted = (text: string): string => JSON.stringify(text);

function attributesOf(attributes: readonly ImportAttribute[]): string {
  if (attributes.length === 0) return "undefined";
  const pairs = attributes.map(({ key, value }) => `${quoted(nameOf(key))}: ${quoted(String(value.value))}`);
  return `{ with: { ${pairs.join(", ")} } }`;
}

/** `import d, { a as b } from "x"` becomes `let { default: d, a: b } = await import…`, at the top of the cell. */
export function rewriteImport(node: ImportDeclaration, edits: MagicString, declared: Declared): void {
  const source = quoted(String(node.source.value));
  const asked: string[] = [];
  const bindings: string[] = [];
  let namespace: string | undefined;
  for (const specifier of node.specifiers) {
    declared.constants.add(specifier.local.name);
    declared.imports.add(specifier.local.name);
    if (specifier.type === "ImportNamespaceSpecifier") namespace = specifier.local.name;
    else {
      const imported = specifier.type === "ImportDefaultSpecifier" ? "default" : nameOf(specifier.imported);
      asked.push(imported);
      bindings.push(`${quoted(imported)}: ${specifier.local.name}`);
    }
  }
  const call = `await ${helperName}.import(${source}, ${attributesOf(node.attributes)}, ${JSON.stringify(asked)})`;
  let code = `${call};`;
  if (namespace !== undefined) code = `let ${namespace} = ${call};`;
  if (bindings.length > 0) code = `let { ${bindings.join(", ")} } = ${namespace ?? call};`;
  if (bindings.length > 0 && namespace !== undefined) code = `let ${namespace} = ${call}; ${code}`;
  edits.update(node.start, node.end, code);
  if (node.start > declared.top) moveUp(node, edits, declared);
}

/** Takes `export` off a statement; what it exports is in scope of every later cell anyway. */
export function rewriteExport(
  statement: Statement | ModuleDeclaration,
  edits: MagicString,
): AnyNode | undefined {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      if (statement.source !== null && statement.source !== undefined)
        throw impossible(statement, "elsewhere");
      if (statement.declaration === null || statement.declaration === undefined) {
        edits.update(statement.start, statement.end, ";");
        return undefined;
      }
      edits.remove(statement.start, statement.declaration.start);
      return statement.declaration;
    case "ExportDefaultDeclaration":
      edits.update(statement.start, statement.declaration.start, ";");
      if (
        statement.declaration.type !== "FunctionDeclaration" &&
        statement.declaration.type !== "ClassDeclaration"
      )
        return undefined;
      if (statement.declaration.id === null) throw impossible(statement, "nameless");
      return statement.declaration;
    case "ExportAllDeclaration":
      throw impossible(statement, "elsewhere");
    default:
      return statement;
  }
}

function impossible(node: AnyNode, why: keyof typeof impossibleExports): CompileError {
  const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
  return new CompileError(impossibleExports[why], line, column + 1);
}
