/** Functions that became assignments are no longer callable above their place; those below code that may call them move up. */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import { applyEdits, type Edit } from "../../notebook/analysis/apply-edits.ts";
import type { ResolvedNames } from "../../notebook/analysis/resolve-names.ts";

/** The edits, with such functions moved to the start of the cell, edited as they are. */
export function hoistFunctions(
  text: string,
  cell: number,
  { analysis, names, edits }: { analysis: CellAnalysis; names: ResolvedNames; edits: readonly Edit[] },
): readonly Edit[] {
  const early = analysis.declarations.filter(
    ({ kind, start, names: [name = ""] }) =>
      kind === "function" &&
      (names.declaredBy(cell, name)?.cells.length ?? 0) > 1 &&
      analysis.occurrences.some((each) => !each.captured && !each.declares && each.start < start),
  );
  return early.reduce<readonly Edit[]>((all, { start, end }) => {
    const inside = all.filter((edit) => edit.start >= start && edit.end <= end);
    const moved = applyEdits(
      text.slice(start, end),
      inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    );
    const outside = all.filter((edit) => !inside.includes(edit));
    return [{ start: 0, end: 0, text: `${moved}\n` }, ...outside, takenAway(text, start, end)];
  }, edits);
}

/** What goes on like the line before it, where comments between are none. */
const goesOn = /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:[([`+-]|\/(?![/*]))/;

/** A `;` stays behind where the code before and after it would be read as one statement. */
export function takenAway(text: string, start: number, end: number): Edit {
  const before = text.slice(0, start).trimEnd();
  const isOpen = before !== "" && !before.endsWith(";");
  return { start, end, text: isOpen && goesOn.test(text.slice(end)) ? ";" : "" };
}
