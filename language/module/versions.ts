/**
 * Names that a notebook declares more than once. In the kernel the later declaration is the name's value from then on, of any
 * type; in one module each declaration is therefore a name of its own: `orders`, `orders·2`. The dot is a letter to TypeScript
 * that nobody types, so that such a name can be told from the user's own and taken back wherever it would be seen.
 */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import type { Occurrence } from "../../notebook/analysis/occurrences.ts";
import { isFromOutside, meansEarlier } from "../../notebook/analysis/resolve-names.ts";

/** A type, a value, or both (classes, enums, namespaces, imports): what another declaration of the name replaces. */
type Meaning = "type" | "value" | "both";

/** One cell's declaration of a name. */
interface Version {
  readonly cell: number;
  readonly meaning: Meaning;
  /** In the module. */
  readonly name: string;
}

const mark = "·";

export class Versions {
  readonly #byName: ReadonlyMap<string, readonly Version[]>;
  readonly #marked: ReadonlySet<string>;

  constructor(cells: readonly (CellAnalysis | undefined)[]) {
    const declared = declarations(cells);
    const outside = usedFromOutside(cells, declared);
    const byName = new Map<string, readonly Version[]>();
    for (const [name, all] of declared) {
      byName.set(
        name,
        all.map((each, index) => ({
          ...each,
          name: index === 0 && !outside.has(name) ? name : `${name}${mark}${index + 1}`,
        })),
      );
    }
    this.#byName = byName;
    this.#marked = new Set(
      [...byName].filter(([name, all]) => all.some((each) => each.name !== name)).map(([name]) => name),
    );
  }

  /** The module's name of what an occurrence of a name means. */
  nameAt(cell: number, occurrence: Occurrence, analysis: CellAnalysis): string {
    const { name } = occurrence;
    if (!this.#marked.has(name)) return name;
    const all = this.#of(name, occurrence.type ? "type" : "value");
    const before = all.findLast((version) => version.cell < cell);
    const own = occurrence.own ? all.find((version) => version.cell === cell) : undefined;
    if (own !== undefined)
      return before !== undefined && meansEarlier(occurrence, analysis) ? before.name : own.name;
    if (before !== undefined) return before.name;
    // A function may be called after a later cell has declared it; what a cell has anyway is meant until then.
    if (occurrence.captured || occurrence.type || !isFromOutside(name)) return all[0]?.name ?? name;
    return name;
  }

  /** The module's name of what a cell declares or imports. */
  declaredBy(cell: number, name: string): string {
    return this.#byName.get(name)?.find((version) => version.cell === cell)?.name ?? name;
  }

  /** The module's names of a name, in the order of the cells; the name itself where nothing declares it again. */
  namesOf(name: string): readonly string[] {
    return this.#byName.get(name)?.map((version) => version.name) ?? [name];
  }

  /** Of the module's names of one name, those that mean something at the end of a cell: the newest value and the newest type. */
  inForce(cell: number, name: string): readonly string[] {
    const all = this.#byName.get(name) ?? [];
    const found = (["value", "type"] as const).flatMap((meaning) => {
      const newest = this.#of(name, meaning).findLast((version) => version.cell <= cell);
      return newest === undefined ? [] : [newest.name];
    });
    return all.length === 0 ? [name] : [...new Set(found)];
  }

  /** True for a name that only cells behind this one declare. */
  isLater(cell: number, name: string): boolean {
    const first = this.#byName.get(name)?.[0];
    return first !== undefined && first.cell > cell;
  }

  #of(name: string, meaning: "type" | "value"): readonly Version[] {
    const all = this.#byName.get(name) ?? [];
    const fitting = all.filter((version) => version.meaning === meaning || version.meaning === "both");
    // `typeof orders` stands where types do.
    return fitting.length > 0 ? fitting : all;
  }
}

/** A text of the language server with the users' own names in it. */
export function withoutMarks(text: string): string {
  return text.includes(mark) ? text.replace(/(?<=[\p{ID_Continue}$])·\d+(?![\p{ID_Continue}$])/gu, "") : text;
}

function declarations(
  cells: readonly (CellAnalysis | undefined)[],
): ReadonlyMap<string, readonly Omit<Version, "name">[]> {
  const found = new Map<string, Omit<Version, "name">[]>();
  const add = (name: string, cell: number, meaning: Meaning): void => {
    const all = found.get(name) ?? [];
    const last = all.at(-1);
    if (last?.cell !== cell) found.set(name, [...all, { cell, meaning }]);
    else if (last.meaning !== meaning) all[all.length - 1] = { cell, meaning: "both" };
  };
  cells.forEach((analysis, cell) => {
    for (const { bindings } of analysis?.imports ?? [])
      for (const { local, typeOnly } of bindings) add(local, cell, typeOnly ? "type" : "both");
    for (const { names, kind } of analysis?.declarations ?? [])
      for (const name of names)
        add(
          name,
          cell,
          kind === "type" ? "type" : kind === "variable" || kind === "function" ? "value" : "both",
        );
  });
  return found;
}

/** Names of Node or of pipenb that a cell uses before the first cell that declares them. */
function usedFromOutside(
  cells: readonly (CellAnalysis | undefined)[],
  declared: ReadonlyMap<string, readonly Omit<Version, "name">[]>,
): ReadonlySet<string> {
  const names = new Set<string>();
  cells.forEach((analysis, cell) => {
    for (const { name, own, captured, type } of analysis?.occurrences ?? []) {
      const first = declared.get(name)?.[0];
      if (first === undefined || first.cell <= cell || own || captured || type) continue;
      if (isFromOutside(name)) names.add(name);
    }
  });
  return names;
}
