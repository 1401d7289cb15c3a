/**
 * The notebook as one TypeScript module: its cells in their order, each word for word but for names that are declared again and
 * `export` marks. The editor, `pipenb check` and the export's check all stand on it.
 */
import { analyseCells } from "../../notebook/analysis/analyse-cells.ts";
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import { editedPieces } from "../../notebook/analysis/apply-edits.ts";
import type { Edit } from "../../notebook/analysis/apply-edits.ts";
import { closingText } from "./closing-text.ts";
import { SegmentMap } from "./segment-map.ts";
import type { Segment } from "./segment-map.ts";
import { Versions } from "./versions.ts";

export interface NotebookModule {
  readonly text: string;
  readonly map: SegmentMap;
  readonly versions: Versions;
  /** One for each cell; undefined for one without code. */
  readonly analyses: readonly (CellAnalysis | undefined)[];
}

/** Between two cells: a cell's last statement does not go on in the next. */
const between = "\n;\n";

/** Ends a module even where no cell imports anything. */
const ending = "export {};\n";

/** What is known of cells by their text; as most cells stay as they are, building the module anew reads only the changed one. */
export class ModuleBuilder {
  #known = new Map<string, { readonly analysis: CellAnalysis; readonly closing: string }>();

  /** `texts` has the code of each cell, undefined for one that holds none. */
  build(texts: readonly (string | undefined)[]): NotebookModule {
    const code = [...new Set(texts.filter((text) => text !== undefined))];
    const fresh = code.filter((text) => !this.#known.has(text));
    const analyses = analyseCells(fresh);
    const known = new Map(code.flatMap((text) => [...entryOf(text, this.#known)]));
    fresh.forEach((text, index) => {
      const analysis = analyses[index];
      if (analysis !== undefined)
        known.set(text, { analysis, closing: analysis.errors.length > 0 ? closingText(text) : "" });
    });
    this.#known = known;
    return joined(texts, known);
  }
}

function entryOf<T>(key: string, map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

function joined(
  texts: readonly (string | undefined)[],
  known: ReadonlyMap<string, { readonly analysis: CellAnalysis; readonly closing: string }>,
): NotebookModule {
  const found = texts.map((text) => (text === undefined ? undefined : known.get(text)));
  const analyses = found.map((each) => each?.analysis);
  const versions = new Versions(analyses);
  const segments: Segment[] = [];
  const pieces: string[] = [];
  let at = 0;
  const write = (text: string): void => {
    pieces.push(text);
    at += text.length;
  };
  found.forEach((each, cell) => {
    const text = texts[cell];
    if (each === undefined || text === undefined) return;
    const edits = cellEdits(cell, each.analysis, versions);
    const first = segments.length;
    for (const piece of editedPieces(text, edits)) {
      const edit = piece.isKept ? undefined : edits.find(({ start }) => start === piece.start);
      if (edit === undefined) {
        const end = piece.start + piece.text.length;
        segments.push({
          cell,
          kind: "verbatim",
          start: piece.start,
          end,
          at,
          length: piece.text.length,
          prefix: "",
        });
        write(piece.text);
      } else {
        write(edit.before);
        if (edit.kind === "name") {
          const { start, end, name, before: prefix } = edit;
          segments.push({ cell, kind: "atom", start, end, at, length: name.length, prefix });
        }
        write(edit.name);
      }
    }
    if (segments.length === first)
      segments.push({ cell, kind: "verbatim", start: 0, end: 0, at, length: 0, prefix: "" });
    write(each.closing + between);
  });
  write(ending);
  return { text: pieces.join(""), map: new SegmentMap(segments), versions, analyses };
}

/** `before` and `name` together are what stands in the module. */
interface CellModuleEdit extends Edit {
  readonly kind: "name" | "blank";
  readonly before: string;
  readonly name: string;
}

function cellEdits(cell: number, analysis: CellAnalysis, versions: Versions): readonly CellModuleEdit[] {
  const names = analysis.occurrences.flatMap((occurrence): readonly CellModuleEdit[] => {
    const name = versions.nameAt(cell, occurrence, analysis);
    if (name === occurrence.name) return [];
    return [renamed(occurrence, name, occurrence.shorthand ? `${occurrence.name}: ` : "")];
  });
  const imports = analysis.imports
    .flatMap(({ bindings }) => bindings)
    .flatMap(({ local, place, imported, hasOwnName }): readonly CellModuleEdit[] => {
      const name = versions.declaredBy(cell, local);
      return name === local ? [] : [renamed(place, name, hasOwnName ? "" : `${imported} as `)];
    });
  const blanks = analysis.exports.map(({ start, end }): CellModuleEdit => {
    const name = " ".repeat(end - start);
    return { kind: "blank", start, end, text: name, before: "", name };
  });
  return [...names, ...imports, ...blanks, ...parentheses(analysis)];
}

/** A cell that is one object literal is an expression. */
function parentheses({ object }: CellAnalysis): readonly CellModuleEdit[] {
  if (object === undefined) return [];
  const insertion = (at: number, name: string): CellModuleEdit => {
    return { kind: "blank", start: at, end: at, text: name, before: "", name };
  };
  return [insertion(object.start, "("), insertion(object.end, ")")];
}

function renamed(
  { start, end }: { readonly start: number; readonly end: number },
  name: string,
  before: string,
): CellModuleEdit {
  return { kind: "name", start, end, text: before + name, before, name };
}
