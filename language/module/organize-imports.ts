/** The imports of one cell put in order: sorted by module, one declaration for each, without the names that nobody uses. */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import type { Edit } from "../../notebook/analysis/apply-edits.ts";
import type { CellImport } from "../../notebook/analysis/imports.ts";

type Binding = CellImport["bindings"][number];

/** The edits of the cell's text; none where it is in order. `isUnused` is asked for the local name of each binding. */
export function organizeCellImports(
  text: string,
  { imports }: Pick<CellAnalysis, "imports">,
  isUnused: (binding: Binding) => boolean,
): readonly Edit[] {
  const [first] = imports;
  if (first === undefined) return [];
  const quote = /["']/.exec(text.slice(first.start, first.end))?.[0] ?? '"';
  const semicolon = imports.some(({ end }) => text[end - 1] === ";") ? ";" : "";
  const modules = new Map<string, { at: CellImport; bindings: Map<string, Binding> }>();
  for (const each of imports) {
    const used = each.bindings.filter((binding) => !isUnused(binding));
    // One that names nothing is there for what it does.
    if (used.length === 0 && each.bindings.length > 0) continue;
    const kind = used.length === 0 ? "effect" : used.every(({ typeOnly }) => typeOnly) ? "type" : "value";
    const star = used.find(({ imported }) => imported === "*")?.local ?? "";
    const fallback = used.filter(({ imported }) => imported === "default").at(0)?.local ?? "";
    const key = JSON.stringify([each.module, each.attributes, kind, star, star === "" ? "" : fallback]);
    const merged = modules.get(key) ?? { at: each, bindings: new Map<string, Binding>() };
    for (const binding of used) merged.bindings.set(`${binding.imported}\n${binding.local}`, binding);
    modules.set(key, merged);
  }
  const lines = [...modules.values()]
    .toSorted((a, b) => compare(rank(a.at.module), rank(b.at.module)) || compare(a.at.module, b.at.module))
    .map(({ at, bindings }) => declaration(at, [...bindings.values()], quote) + semicolon);
  const before = imports.map(({ start, end }) => text.slice(start, end));
  if (before.join("\n") === lines.join("\n")) return [];
  const edits = imports.map(({ start, end }, index): Edit => {
    if (index === 0 && lines.length > 0) return { start, end, text: lines.join("\n") };
    return { start, end: behindLine(text, end), text: "" };
  });
  return edits;
}

/** Node's own modules, then packages, then files. */
function rank(module: string): number {
  return module.startsWith("node:") ? 0 : /^\.{0,2}\//.test(module) ? 2 : 1;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function declaration(
  { module, attributes }: CellImport,
  bindings: readonly Binding[],
  quote: string,
): string {
  const from = `${quote}${module}${quote}${attributes === "" ? "" : ` ${attributes}`}`;
  if (bindings.length === 0) return `import ${from}`;
  const typeOnly = bindings.every((binding) => binding.typeOnly);
  const named = bindings
    .filter(({ imported }) => imported !== "default" && imported !== "*")
    .toSorted(
      (a, b) => compare(a.imported.toLowerCase(), b.imported.toLowerCase()) || compare(a.local, b.local),
    )
    .map((binding) => {
      const mark = binding.typeOnly && !typeOnly ? "type " : "";
      return (
        mark +
        (binding.imported === binding.local ? binding.local : `${binding.imported} as ${binding.local}`)
      );
    });
  const parts = [
    ...bindings.filter(({ imported }) => imported === "default").map(({ local }) => local),
    ...bindings.filter(({ imported }) => imported === "*").map(({ local }) => `* as ${local}`),
    ...(named.length > 0 ? [`{ ${named.join(", ")} }`] : []),
  ];
  return `import ${typeOnly ? "type " : ""}${parts.join(", ")} from ${from}`;
}

/** The start of the next line where nothing else stands on this one. */
function behindLine(text: string, end: number): number {
  return end + (/^[ \t]*(?:\r\n|\n)/.exec(text.slice(end))?.[0].length ?? 0);
}
