/** All cells as one module for the type checker, and the way back from its places to the cells'. */
import type { CellAnalysis } from "../analysis/analyse-cells.ts";
import { editedPieces } from "../analysis/apply-edits.ts";
import type { Edit } from "../analysis/apply-edits.ts";
import type { CellImport } from "../analysis/imports.ts";
import { renameEdits } from "../analysis/rename-edits.ts";
import type { ResolvedNames } from "../analysis/resolve-names.ts";
import { shareEdits } from "../analysis/share-edits.ts";

/** A place in a cell, as an offset in its text. */
interface CellPlace {
  readonly cell: number;
  readonly offset: number;
}

/** The module. */
export interface VirtualModule {
  readonly text: string;
  /** The place a place of `text` comes from. */
  placeOf(position: number): CellPlace;
}

/** Names are resolved as in the exported module; imports stay where they are, each name once. */
export function virtualModule(
  texts: readonly string[],
  analyses: readonly CellAnalysis[],
  names: ResolvedNames,
): VirtualModule {
  const pieces: { readonly at: number; readonly from: CellPlace; readonly isKept: boolean }[] = [];
  const imported = new Set<string>();
  let text = "";
  analyses.forEach((analysis, cell) => {
    const source = texts[cell] ?? "";
    const edits = [
      ...analysis.imports.map((each) => importEdit(each, cell, names, imported)),
      ...analysis.exports.map((each) => ({ ...each, text: "" })),
      ...renameEdits(cell, analysis, names),
      ...shareEdits(source, cell, analysis, names),
    ];
    for (const piece of editedPieces(source, edits)) {
      pieces.push({ at: text.length, from: { cell, offset: piece.start }, isKept: piece.isKept });
      text += piece.text;
    }
    text += "\n;\n";
  });
  return {
    text: `${text}export {};\n`,
    placeOf: (position) => {
      const piece = pieces.findLast(({ at }) => at <= position);
      if (piece === undefined) return { cell: 0, offset: 0 };
      const { cell, offset } = piece.from;
      return { cell, offset: piece.isKept ? offset + position - piece.at : offset };
    },
  };
}

/** The import with its names as the module has them, those left out that an earlier cell imports. */
function importEdit(
  { start, end, module, attributes, bindings }: CellImport,
  cell: number,
  names: ResolvedNames,
  imported: Set<string>,
): Edit {
  const from = `${JSON.stringify(module)}${attributes === "" ? "" : ` ${attributes}`};`;
  const lines = bindings.flatMap(({ imported: what, local, typeOnly }) => {
    const name = names.declaredBy(cell, local)?.exported ?? local;
    if (imported.has(name)) return [];
    imported.add(name);
    const mark = typeOnly ? "type " : "";
    return [`import ${mark}${what === "*" ? `* as ${name}` : `{ ${what} as ${name} }`} from ${from}`];
  });
  return { start, end, text: lines.length === 0 ? `import ${from}` : lines.join(" ") };
}
