/** The names of a cell as the exported module has them. */
import type { CellAnalysis } from "./analyse-cells.ts";
import type { Edit } from "./apply-edits.ts";
import type { ResolvedNames } from "./resolve-names.ts";

/** One edit for every place where the module's name differs. */
export function renameEdits(cell: number, analysis: CellAnalysis, names: ResolvedNames): readonly Edit[] {
  return analysis.occurrences.flatMap((occurrence) => {
    const exported = names.variableAt(cell, occurrence)?.exported ?? occurrence.name;
    if (exported === occurrence.name) return [];
    const { start, end, shorthand, name } = occurrence;
    return [{ start, end, text: shorthand ? `${name}: ${exported}` : exported }];
  });
}
