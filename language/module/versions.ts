/**
 * Names that a notebook declares more than once. In the kernel the later declaration is the name's value from then on, of any
 * type; in one module each declaration is therefore a name of its own: `orders`, `orders·2`. The dot is a letter to TypeScript
 * that nobody types, so that such a name can be told from the user's own and taken back wherever it would be seen.
 */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import { covers, meaningOf, type Meaning } from "../../notebook/analysis/declarations.ts";
import type { Occurrence } from "../../notebook/analysis/occurrences.ts";
import { isFromOutside, meansEarlier } from "../../notebook/analysis/resolve-names.ts";

/** One cell's declaration of a name. */
interface Version {
  readonly cell: number;
  readonly meaning: Meaning;
  /** In the module. */
  readonly name: string;
}

const mark = "·";

export class Versions {
  readonly #byName = new Map<string, Declared>();
  /** Names that are not the same in the module everywhere. */
  readonly #marked = new Set<string>();

  constructor(cells: readonly (CellAnalysis | undefined)[]) {
    const found = declarations(cells);
    const outside = usedFromOutside(cells, found);
    for (const [name, all] of found) {
      const versions = all.map((each, index) => ({
        ...each,
        name: index === 0 && !outside.has(name) ? name : `${name}${mark}${index + 1}`,
      }));
      this.#byName.set(name, declared(versions));
      if (versions.some((each) => each.name !== name)) this.#marked.add(name);
    }
  }

  /** The module's name of what an occurrence of a name means. */
  nameAt(cell: number, occurrence: Occurrence, analysis: CellAnalysis): string {
    const { name } = occurrence;
    if (!this.#marked.has(name)) return name;
    const all = this.#of(name, occurrence.meant);
    const newest = lastUpTo(all, cell);
    const isOwn = occurrence.own && all[newest]?.cell === cell;
    const before = all[all[newest]?.cell === cell ? newest - 1 : newest];
    const own = isOwn ? all[newest] : undefined;
    if (own !== undefined)
      return before !== undefined && meansEarlier(occurrence, analysis) ? before.name : own.name;
    if (before !== undefined) return before.name;
    // A function may be called after a later cell has declared it; what a cell has anyway is meant until then.
    if (occurrence.captured || occurrence.type || !isFromOutside(name)) return all[0]?.name ?? name;
    return name;
  }

  /** The module's name of what a cell declares or imports. */
  declaredBy(cell: number, name: string): string {
    const all = this.#byName.get(name)?.all ?? [];
    const newest = all[lastUpTo(all, cell)];
    return newest?.cell === cell ? newest.name : name;
  }

  /** The module's names of a name, in the order of the cells; the name itself where nothing declares it again. */
  namesOf(name: string): readonly string[] {
    return this.#byName.get(name)?.all.map((version) => version.name) ?? [name];
  }

  /** Of the module's names of one name, those that mean something at the end of a cell: the newest value and the newest type. */
  inForce(cell: number, name: string): readonly string[] {
    if (!this.#byName.has(name)) return [name];
    const found = (["value", "type"] as const).flatMap((meaning) => {
      const all = this.#of(name, meaning);
      return all[lastUpTo(all, cell)]?.name ?? [];
    });
    return [...new Set(found)];
  }

  /** Whether a cell declares or imports the name. */
  isDeclared(name: string): boolean {
    return this.#byName.has(name);
  }

  /** True for a name that only cells behind this one declare. */
  isLater(cell: number, name: string): boolean {
    const first = this.#byName.get(name)?.all[0];
    return first !== undefined && first.cell > cell;
  }

  #of(name: string, meaning: "type" | "value"): readonly Version[] {
    return this.#byName.get(name)?.[meaning] ?? [];
  }
}

/** The declarations of a name, in the order of the cells: all, and those that its value and its type come from. */
type Declared = Readonly<Record<"all" | "type" | "value", readonly Version[]>>;

function declared(all: readonly Version[]): Declared {
  const of = (meaning: "type" | "value"): readonly Version[] => {
    const fitting = all.filter((version) => covers(version.meaning, meaning));
    return fitting.length > 0 ? fitting : all;
  };
  return { all, type: of("type"), value: of("value") };
}

/** The index of the last declaration in this cell or an earlier one; -1 where there is none. */
function lastUpTo(versions: readonly Version[], cell: number): number {
  let [low, high] = [-1, versions.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((versions[middle]?.cell ?? 0) <= cell) low = middle;
    else high = middle;
  }
  return low;
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
    found.set(name, all);
    const last = all.at(-1);
    if (last?.cell !== cell) all.push({ cell, meaning });
    else if (last.meaning !== meaning) all[all.length - 1] = { cell, meaning: "both" };
  };
  cells.forEach((analysis, cell) => {
    for (const { bindings } of analysis?.imports ?? [])
      for (const { local, typeOnly } of bindings) add(local, cell, typeOnly ? "type" : "both");
    for (const { names, kind } of analysis?.declarations ?? [])
      for (const name of names) add(name, cell, meaningOf(kind));
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
