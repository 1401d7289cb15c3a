/** The imports of all cells as one block at the top. */
import type { ModuleImport } from "../../notebook/analysis/imports.ts";

interface Merged {
  readonly module: string;
  readonly attributes: string;
  /** Exported name by `imported local`; true when every import of it is of a type. */
  readonly bindings: Map<string, { imported: string; local: string; typeOnly: boolean }>;
}

/** One declaration for each module where one is enough; built-in modules first, then packages, then files. */
export function mergeImports(imports: readonly ModuleImport[]): string[] {
  const modules = new Map<string, Merged>();
  for (const { module, attributes, bindings } of imports) {
    const key = `${module}\n${attributes}`;
    const merged: Merged = modules.get(key) ?? { module, attributes, bindings: new Map() };
    modules.set(key, merged);
    for (const { imported, local, typeOnly } of bindings) {
      const same = merged.bindings.get(`${imported} ${local}`);
      merged.bindings.set(`${imported} ${local}`, {
        imported,
        local,
        typeOnly: typeOnly && (same?.typeOnly ?? true),
      });
    }
  }
  return [...modules.values()].sort(inOrder).flatMap(declarations);
}

/** Modules of Node have no effect of their own, so their order is free; that of all others is the cells'. */
function inOrder(a: Merged, b: Merged): number {
  if (rank(a.module) !== rank(b.module)) return rank(a.module) - rank(b.module);
  return rank(a.module) === 0 ? compare(a.module, b.module) : 0;
}

function rank(module: string): number {
  if (module.startsWith("node:")) return 0;
  return /^\.{0,2}\//.test(module) ? 2 : 1;
}

function declarations({ module, attributes, bindings }: Merged): string[] {
  const from = `${JSON.stringify(module)}${attributes === "" ? "" : ` ${attributes}`};`;
  if (bindings.size === 0) return [`import ${from}`];
  const all = [...bindings.values()];
  const values = all.filter(({ typeOnly }) => !typeOnly);
  const defaults = values.filter(({ imported }) => imported === "default").map(({ local }) => local);
  const spaces = values.filter(({ imported }) => imported === "*").map(({ local }) => `* as ${local}`);
  const named = all.filter(
    ({ imported, typeOnly }) => imported !== "*" && (typeOnly || imported !== "default"),
  );
  const isTypeOnly = values.length === 0;
  const list = named.map(({ imported, local, typeOnly }) => {
    const mark = typeOnly && !isTypeOnly ? "type " : "";
    return imported === local ? `${mark}${local}` : `${mark}${imported} as ${local}`;
  });
  const typeSpaces = all.filter(({ imported, typeOnly }) => imported === "*" && typeOnly);
  const groups = clauses(defaults, spaces, list.length === 0 ? [] : [braces(list)]);
  return [
    ...groups.map((clause) => `import ${isTypeOnly ? "type " : ""}${clause} from ${from}`),
    ...typeSpaces.map(({ local }) => `import type * as ${local} from ${from}`),
  ];
}

/** A declaration takes one default, and with it one namespace or one list. */
function clauses(
  defaults: readonly string[],
  spaces: readonly string[],
  lists: readonly string[],
): readonly string[] {
  const [first, ...otherDefaults] = defaults;
  const rest = [...lists, ...spaces];
  if (first === undefined) return rest;
  const [joined, ...others] = rest;
  return [joined === undefined ? first : `${first}, ${joined}`, ...otherDefaults, ...others];
}

function braces(list: readonly string[]): string {
  const sorted = [...list].sort((a, b) => compare(withoutMark(a), withoutMark(b)));
  const line = `{ ${sorted.join(", ")} }`;
  return line.length <= 80 ? line : `{\n${sorted.map((each) => `  ${each},\n`).join("")}}`;
}

const withoutMark = (text: string): string => text.replace(/^type /, "");

/** Letters before case, so that the order is the one editors make. */
function compare(a: string, b: string): number {
  const [lowA, lowB] = [a.toLowerCase(), b.toLowerCase()];
  if (lowA !== lowB) return lowA < lowB ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
