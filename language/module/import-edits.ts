/**
 * Imports that the language server adds, in the cell that needs them. The server sees one module and writes a new import at its
 * top, or into the import of another cell; a cell that is run again then needs that other one to be run before.
 */
import ts from "typescript";
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import { applyEdits } from "../../notebook/analysis/apply-edits.ts";
import type { Edit } from "../../notebook/analysis/apply-edits.ts";
import { importsOf } from "../../notebook/analysis/imports.ts";
import type { CellImport } from "../../notebook/analysis/imports.ts";
import { withoutMarks } from "./versions.ts";

/** One name that an import adds. */
export interface AddedImport {
  readonly module: string;
  readonly imported: string;
  readonly local: string;
  readonly typeOnly: boolean;
  readonly quote: string;
}

/** Splits edits of the module's text: what they import in addition, and the edits that do something else. */
export function splitImportEdits(
  text: string,
  imports: readonly CellImport[],
  edits: readonly Edit[],
): { readonly added: readonly AddedImport[]; readonly others: readonly Edit[] } {
  const added: AddedImport[] = [];
  const others: Edit[] = [];
  const inside = new Map<CellImport, Edit[]>();
  for (const edit of edits) {
    const changed = imports.find(({ start, end }) => start < edit.start && edit.end < end);
    if (changed !== undefined) inside.set(changed, [...(inside.get(changed) ?? []), edit]);
    else if (edit.start === edit.end && /^\s*import\b/.test(edit.text)) added.push(...namesIn(edit.text));
    else others.push(edit);
  }
  for (const [{ start, end }, changes] of inside) {
    const before = text.slice(start, end);
    const after = applyEdits(
      before,
      changes.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    );
    const known = new Set(namesIn(before).map(nameOf));
    added.push(...namesIn(after).filter((each) => !known.has(nameOf(each))));
  }
  return { added, others };
}

/** The edits of a cell's text that import the names. */
export function importEdits(
  { imports, declarations }: Pick<CellAnalysis, "imports" | "declarations">,
  added: readonly AddedImport[],
): readonly Edit[] {
  const edits: Edit[] = [];
  const lines: string[] = [];
  for (const names of byModule(added)) {
    const named = names.filter(({ imported }) => imported !== "default" && imported !== "*");
    const open = imports.find((each) => isOpenTo(each, named[0]))?.bindings.at(-1);
    if (open !== undefined && named.length === names.length) {
      const at = open.place.end;
      edits.push({ start: at, end: at, text: `, ${named.map(specifier).join(", ")}` });
    } else lines.push(statement(names));
  }
  if (lines.length === 0) return edits;
  const last = imports.at(-1);
  const isAtTop = last !== undefined && declarations.every(({ start }) => start > last.start);
  const at = isAtTop ? last.end : 0;
  edits.push({ start: at, end: at, text: isAtTop ? `\n${lines.join("\n")}` : `${lines.join("\n")}\n` });
  return edits;
}

function byModule(added: readonly AddedImport[]): readonly (readonly AddedImport[])[] {
  const groups = new Map<string, AddedImport[]>();
  for (const each of added) {
    const key = `${each.module}\n${each.typeOnly}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** Whether the names can be written into an import that is there. */
function isOpenTo({ module, bindings }: CellImport, added: AddedImport | undefined): boolean {
  const last = bindings.at(-1);
  if (added === undefined || last === undefined || module !== added.module) return false;
  return last.imported !== "default" && last.imported !== "*" && last.typeOnly === added.typeOnly;
}

function statement(names: readonly AddedImport[]): string {
  const [first] = names;
  const { module = "", typeOnly = false, quote = '"' } = first ?? {};
  const parts = names.flatMap((each) =>
    each.imported === "default" ? [each.local] : each.imported === "*" ? [`* as ${each.local}`] : [],
  );
  const named = names.filter(({ imported }) => imported !== "default" && imported !== "*");
  if (named.length > 0) parts.push(`{ ${named.map(specifier).join(", ")} }`);
  return `import ${typeOnly ? "type " : ""}${parts.join(", ")} from ${quote}${module}${quote};`;
}

function specifier({ imported, local }: AddedImport): string {
  return imported === local ? local : `${imported} as ${local}`;
}

function namesIn(code: string): readonly AddedImport[] {
  const file = ts.createSourceFile("imports.ts", code, ts.ScriptTarget.ESNext, true);
  return importsOf(file).flatMap(({ module, bindings, start, end }) => {
    const quote = /from\s*(["'])/.exec(code.slice(start, end))?.[1] ?? '"';
    return bindings.map(({ imported, local, typeOnly }) => ({
      module,
      imported: withoutMarks(imported),
      local: withoutMarks(local),
      typeOnly,
      quote,
    }));
  });
}

function nameOf({ module, imported, local }: AddedImport): string {
  return [module, imported, local].join("\n");
}
