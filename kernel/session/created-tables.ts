/** Tables that cells have made where no other connection sees them: temporary ones, and those of a database that no variable holds. */
import type { KnownTable } from "../../protocol/knowledge.ts";

const create =
  /\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:\\?"([^"\\\n]+)\\?"|([\p{L}_][\p{L}\p{N}_]*))(?![\p{L}\p{N}_]|\s*\.)/giu;

/** With those that the code of cells names, of which the columns are not known. */
export function withCreated(tables: readonly KnownTable[], sources: readonly string[]): KnownTable[] {
  const known = new Set(tables.map(({ name }) => name.toLowerCase()));
  const created: KnownTable[] = [];
  for (const source of sources)
    for (const [, quoted, plain] of source.matchAll(create)) {
      const name = quoted ?? plain ?? "";
      if (known.has(name.toLowerCase())) continue;
      known.add(name.toLowerCase());
      created.push({ kind: "table", name, columns: [] });
    }
  return [...tables, ...created];
}
