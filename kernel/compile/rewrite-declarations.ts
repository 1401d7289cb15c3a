import type { AnyNode, Pattern, VariableDeclaration } from "acorn";
import type MagicString from "magic-string";
import { helperName } from "../wire/helper-name.ts";

/** The names a cell declares; filled while it is rewritten. */
export interface Declared {
  readonly constants: Set<string>;
  readonly variables: Set<string>;
  /** Those of the constants that are imported. */
  readonly imports: Set<string>;
  /** Names that earlier cells have declared. */
  readonly earlier: ReadonlySet<string>;
  /** Where imports and functions are moved to: the first statement that is no import. */
  readonly top: number;
}

/** The names a pattern binds. */
export function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case "RestElement":
      return boundNames(pattern.argument);
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "MemberExpression":
      return [];
  }
}

/** Makes a top-level declaration one that a later cell can declare again. */
export function rewriteDeclaration(
  statement: AnyNode | undefined,
  edits: MagicString,
  declared: Declared,
): void {
  if (statement?.type === "VariableDeclaration") {
    // Wherever it stands, see rewriteVar.
    if (statement.kind === "var") return;
    const names = statement.declarations.flatMap(({ id }) => boundNames(id));
    for (const name of names)
      (statement.kind === "const" ? declared.constants : declared.variables).add(name);
    if (statement.kind === "const") edits.update(statement.start, statement.start + 5, "let  ");
    else if (statement.kind !== "let") rewriteUsing(statement, edits);
  } else if (statement?.type === "FunctionDeclaration" || statement?.type === "ClassDeclaration") {
    // SAFETY: only `export default` declarations have no name, and those are expressions by now.
    const { name } = statement.id as { name: string };
    declared.variables.add(name);
    edits.appendRight(statement.start, `let ${name} = `);
    edits.prependLeft(statement.end, ";");
    // A function can be called above its declaration.
    if (statement.type === "FunctionDeclaration" && statement.start > declared.top)
      moveUp(statement, edits, declared);
  }
}

/** A `;` stays behind: what stands before and after it could be read as one statement. */
export function moveUp({ start, end }: AnyNode, edits: MagicString, { top }: Declared): void {
  edits.prependRight(end, ";");
  edits.move(start, end, top);
}

/** V8 would dispose at the cell's end what later cells use: it is kept for the program's end, or until the name is declared again. */
function rewriteUsing({ start, kind, declarations }: VariableDeclaration, edits: MagicString): void {
  const keyword = kind === "await using" ? /^await\s+using/ : /^using/;
  const [text = kind] = keyword.exec(edits.original.slice(start)) ?? [];
  const names = declarations.flatMap(({ id }) => boundNames(id)).map((name) => JSON.stringify(name));
  edits.update(start, start + text.length, `await ${helperName}.renew(${names.join(", ")}); let `);
  for (const { id, init } of declarations) {
    if (!init) continue;
    const [name = ""] = boundNames(id);
    edits.appendRight(init.start, `${helperName}.use(${JSON.stringify(name)}, (`);
    edits.prependLeft(init.end, `), ${String(kind === "await using")})`);
  }
}

/**
 * A `var` belongs to the whole cell, wherever it stands: declared at the top unless an earlier cell has done so (then it keeps
 * its value), and an assignment where it stands.
 */
export function rewriteVar(
  node: VariableDeclaration,
  parent: AnyNode | undefined,
  edits: MagicString,
  { variables, earlier }: Declared,
): void {
  const names = new Set(node.declarations.flatMap(({ id }) => boundNames(id)));
  const fresh = [...names].filter((name) => !variables.has(name) && !earlier.has(name));
  for (const name of names) variables.add(name);
  if (fresh.length > 0) edits.prepend(`let ${fresh.join(", ")};`);
  const inLoopHead =
    (parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") && parent.left === node;
  const isPattern = node.declarations.some(({ id }) => id.type === "ObjectPattern");
  const opens = !inLoopHead && isPattern;
  // Where a line ends without a semicolon, a parenthesis on the next would be a call, and a bracket a member.
  const isListed = statementLists.has(parent?.type ?? "");
  const isOpening = opens || node.declarations[0]?.id.type === "ArrayPattern";
  const blank = isListed && isOpening ? ";  " : "   ";
  edits.update(node.start, node.start + 3, opens ? `${blank}(` : blank);
  for (const { id, init } of node.declarations) {
    // `var x;` alone changes nothing.
    if (!init && !inLoopHead && id.type === "Identifier") edits.appendLeft(id.end, ` = ${id.name}`);
  }
  if (opens) edits.appendLeft(node.declarations.at(-1)?.end ?? node.end, ")");
  const inHead = inLoopHead || (parent?.type === "ForStatement" && parent.init === node);
  if (!inHead && !edits.original.endsWith(";", node.end)) edits.appendLeft(node.end, ";");
}

/** What statements follow each other in. */
const statementLists: ReadonlySet<string> = new Set([
  "Program",
  "BlockStatement",
  "SwitchCase",
  "ExportNamedDeclaration",
]);
