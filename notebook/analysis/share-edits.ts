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
  const exported: Exported = (name) => names.declaredBy(cell, name)?.exported ?? name;
  const roleIn = (name: string): Role => {
    const cells = names.declaredBy(cell, name)?.cells ?? [];
    if (cells.length < 2) return "own";
    return cells[0] === cell ? "first" : "again";
  };
  // Several times, or within a block: none of these places is the one before all others.
  const early = [...new Set(declarations.flatMap((each) => each.names))].filter((name) => {
    const [made, ...more] = declarations.filter(
      (each) => each.kind === "variable" && each.names.includes(name),
    );
    return roleIn(name) === "first" && made !== undefined && (more.length > 0 || !made.atTop);
  });
  const roleOf: RoleOf = (name) => (early.includes(name) ? "again" : roleIn(name));
  return [
    ...(early.length === 0 ? [] : [declaredEarly("let", early, exported)]),
    ...declarations
      .filter((each) => each.names.some((name) => roleOf(name) !== "own"))
      .flatMap((each) => (each.atTop ? declarationEdits : nestedEdits)(text, each, roleOf, exported)),
  ];
}

type Exported = (name: string) => string;

/** At the start of the cell. */
function declaredEarly(keyword: "let" | "var", names: readonly string[], exported: Exported): Edit {
  const list = names.map((name) => `${exported(name)}: any`).join(", ");
  return { start: 0, end: 0, text: `${keyword} ${list};\n` };
}

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
    edits.push(...declaratorEdits(each, keyword.text, roleOf));
    previousEnd = each.end;
  });
  return edits;
}

/** A `var` in a block or loop assigns where it stands; what nobody else declares is declared at the start of the cell. */
function nestedEdits(
  text: string,
  { keyword, declarators, names }: Declaration,
  roleOf: RoleOf,
  exported: Exported,
): readonly Edit[] {
  const [first] = declarators;
  if (keyword === undefined || first === undefined) return [];
  const isOfLoop = /\bfor\s*(?:await\s*)?\(\s*$/.test(text.slice(0, keyword.start));
  const own = names.filter((name) => roleOf(name) === "own");
  return [
    ...(own.length === 0 ? [] : [declaredEarly("var", own, exported)]),
    { start: keyword.start, end: first.start, text: "" },
    ...declarators.flatMap(({ start, end, simple, target, annotation }) => {
      const [open, close] = simple || isOfLoop ? ["", ""] : ["(", ")"];
      return [
        { start, end: start, text: open },
        { start: target.end, end: annotation?.end ?? target.end, text: "" },
        { start: end, end, text: close },
      ];
    }),
  ];
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
  keyword: string,
  roleOf: RoleOf,
): readonly Edit[] {
  if (names.every((name) => roleOf(name) === "own")) return [];
  const isFirst = simple && names.some((name) => roleOf(name) === "first");
  const typeEnd = annotation?.end ?? target.end;
  const edits: Edit[] = [{ start: target.end, end: typeEnd, text: isFirst ? ": any" : "" }];
  // `var name` gives it nothing.
  if (value === undefined && !isFirst && keyword !== "var")
    edits.push({ start: end, end, text: " = undefined" });
  if (!simple) edits.push({ start: end, end, text: ")" });
  return edits;
}
