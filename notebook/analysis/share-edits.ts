/** Where a name declared again stays one variable: the first declaration becomes `let`, the later ones assignments. */
import type { CellAnalysis } from "./analyse-cells.ts";
import type { Declaration, Declarator } from "./declarations.ts";
import type { Edit } from "./apply-edits.ts";
import type { ResolvedNames } from "./resolve-names.ts";

type Role = "own" | "first" | "again";

/** What a name is to the cell that declares it. */
type RoleOf = (name: string) => Role;

/** The edits for every declaration of the cell that shares a variable with another cell's. */
export function shareEdits(
  text: string,
  cell: number,
  { declarations }: CellAnalysis,
  names: ResolvedNames,
): readonly Edit[] {
  const roleOf: RoleOf = (name) => {
    const cells = names.declaredBy(cell, name)?.cells ?? [];
    if (cells.length < 2) return "own";
    return cells[0] === cell ? "first" : "again";
  };
  const exported: Exported = (name) => names.declaredBy(cell, name)?.exported ?? name;
  return declarations
    .filter((each) => each.atTop && each.names.some((name) => roleOf(name) !== "own"))
    .flatMap((each) => declarationEdits(text, each, roleOf, exported));
}

type Exported = (name: string) => string;

function declarationEdits(
  text: string,
  declaration: Declaration,
  roleOf: RoleOf,
  exported: Exported,
): readonly Edit[] {
  if (declaration.kind === "function") return functionEdits(text, declaration, roleOf, exported);
  const { keyword, declarators } = declaration;
  const [first] = declarators;
  if (keyword === undefined || first === undefined) return [];
  const edits: Edit[] = [];
  let previousEnd = keyword.start;
  declarators.forEach((each, index) => {
    const opening = openingOf(each, keyword.text, roleOf, exported);
    edits.push({ start: previousEnd, end: each.start, text: index === 0 ? opening : `;\n${opening}` });
    edits.push(...declaratorEdits(each, roleOf));
    previousEnd = each.end;
  });
  return edits;
}

/** `function f() {}` is `let f: any = function f() {};`, and again `f = function f() {};`. */
function functionEdits(
  text: string,
  { start, end, names: [name = ""] }: Declaration,
  roleOf: RoleOf,
  exported: Exported,
): readonly Edit[] {
  const at = start + (/^(?:export\s+)?(?:default\s+)?/.exec(text.slice(start))?.[0].length ?? 0);
  const opening = roleOf(name) === "first" ? `let ${exported(name)}: any = ` : `${exported(name)} = `;
  return [
    { start: at, end: at, text: opening },
    { start: end, end, text: ";" },
  ];
}

function openingOf(declarator: Declarator, keyword: string, roleOf: RoleOf, exported: Exported): string {
  const { names, simple } = declarator;
  if (names.every((name) => roleOf(name) === "own")) return `${keyword} `;
  if (simple) return names.some((name) => roleOf(name) === "first") ? "let " : "";
  const made = names.filter((name) => roleOf(name) !== "again").map((name) => `${exported(name)}: any`);
  return made.length === 0 ? ";(" : `let ${made.join(", ")};\n(`;
}

function declaratorEdits(
  { names, simple, target, annotation, value, end }: Declarator,
  roleOf: RoleOf,
): readonly Edit[] {
  if (names.every((name) => roleOf(name) === "own")) return [];
  const isFirst = simple && names.some((name) => roleOf(name) === "first");
  const typeEnd = annotation?.end ?? target.end;
  const edits: Edit[] = [{ start: target.end, end: typeEnd, text: isFirst ? ": any" : "" }];
  if (value === undefined && !isFirst) edits.push({ start: end, end, text: " = undefined" });
  if (!simple) edits.push({ start: end, end, text: ")" });
  return edits;
}
