/**
 * What each name of the notebook means in one module. In the kernel a later cell may declare a name again; functions made
 * before see the new value from then on. Here a name declared again gets a new name (`orders2`), or, where such a function
 * may still look at it, stays one variable that is assigned to.
 */
import type { CellAnalysis } from "./analyse-cells.ts";
import type { DeclarationKind } from "./declarations.ts";
import type { Occurrence } from "./occurrences.ts";

/** One variable of the exported module. */
interface Variable {
  /** The name in the notebook. */
  readonly name: string;
  /** The name in the exported module. */
  readonly exported: string;
  /** Cells that declare it, by index; more than one when later ones assign to it. */
  readonly cells: readonly number[];
}

/** A name that cannot be one variable although a function made earlier may look at it. */
interface Unshared {
  readonly name: string;
  readonly cell: number;
}

export interface ResolvedNames {
  /** The variable an occurrence stands for; undefined for a global. */
  variableAt(cell: number, occurrence: Occurrence): Variable | undefined;
  /** The variable that a cell's declaration or import of the name makes or assigns. */
  declaredBy(cell: number, name: string): Variable | undefined;
  /** Names that no cell declares where they are used. */
  readonly globals: ReadonlySet<string>;
  readonly unshared: readonly Unshared[];
  /** Gives the first of the names that nothing else in the module has, or the last with a number. */
  freshName(wanted: string, otherwise: string): string;
}

type VersionKind = DeclarationKind | "import" | "parameter" | "nested";

interface Version {
  readonly cell: number;
  readonly kind: VersionKind;
  /** For imports: what is imported. */
  readonly source: string;
  /** What the variable is made of, filled in last. */
  group: Group;
}

interface Group {
  readonly versions: Version[];
}

/** `parameterCell` is the index of the parameters cell, whose names are assigned once at the start. */
export function resolveNames(cells: readonly CellAnalysis[], parameterCell = -1): ResolvedNames {
  const versions = collectVersions(cells, parameterCell);
  const globals = new Set<string>();
  const unshared: Unshared[] = [];
  const resolve = (cell: number, occurrence: Occurrence): number | undefined =>
    versionIndex(versions.get(occurrence.name) ?? [], cell, occurrence, cells[cell]);
  cells.forEach((analysis, cell) => {
    for (const occurrence of analysis.occurrences) {
      const all = versions.get(occurrence.name) ?? [];
      const index = resolve(cell, occurrence);
      if (index === undefined) globals.add(occurrence.name);
      else if (isLookedUpLater(occurrence)) unshared.push(...share(occurrence.name, all, index));
    }
  });
  const taken = new Set([...globals, ...cells.flatMap(({ identifiers }) => [...identifiers])]);
  const variables = nameGroups(versions, globals, taken);
  return {
    globals,
    unshared: distinct(unshared),
    freshName: (wanted, otherwise) => fresh(taken.has(wanted) ? otherwise : wanted, taken),
    variableAt: (cell, occurrence) => {
      const index = resolve(cell, occurrence);
      const version = index === undefined ? undefined : versions.get(occurrence.name)?.[index];
      return version === undefined ? undefined : variables.get(version.group);
    },
    declaredBy: (cell, name) => {
      const version = versions.get(name)?.findLast((each) => each.cell <= cell);
      return version === undefined ? undefined : variables.get(version.group);
    },
  };
}

function isLookedUpLater({ captured, inside, declares, type }: Occurrence): boolean {
  return captured && inside === undefined && !declares && !type;
}

function collectVersions(cells: readonly CellAnalysis[], parameterCell: number): Map<string, Version[]> {
  const versions = new Map<string, Version[]>();
  const add = (name: string, cell: number, kind: VersionKind, source = ""): void => {
    const all = versions.get(name) ?? [];
    const last = all.at(-1);
    if (last?.cell === cell || (source !== "" && last?.source === source)) return;
    const version: Version = { cell, kind, source, group: { versions: [] } };
    version.group.versions.push(version);
    versions.set(name, [...all, version]);
  };
  cells.forEach(({ imports, declarations }, cell) => {
    for (const { module, bindings } of imports) {
      for (const { local, imported } of bindings) add(local, cell, "import", `${module}\n${imported}`);
    }
    for (const { names, kind, atTop } of declarations) {
      for (const name of names) {
        add(name, cell, cell === parameterCell ? "parameter" : atTop ? kind : "nested");
      }
    }
  });
  return versions;
}

/** Which of the name's versions an occurrence means. */
function versionIndex(
  versions: readonly Version[],
  cell: number,
  occurrence: Occurrence,
  analysis: CellAnalysis | undefined,
): number | undefined {
  const before = versions.findLastIndex((version) => version.cell < cell);
  const own = occurrence.own ? versions.findLastIndex((version) => version.cell <= cell) : -1;
  if (own >= 0) {
    return before >= 0 && versions[own]?.cell === cell && meansEarlier(occurrence, analysis) ? before : own;
  }
  if (before >= 0) return before;
  if (versions.length === 0) return undefined;
  return occurrence.captured || occurrence.type || !isFromOutside(occurrence.name) ? 0 : undefined;
}

/** What a cell has without declaring it. Another name used before its declaration is a mistake that stays one. */
export function isFromOutside(name: string): boolean {
  return name in globalThis || ["display", "input", "$"].includes(name);
}

/** `const orders = orders.filter(…)`: until a variable is declared again, its name means what it meant, in functions too. */
export function meansEarlier(occurrence: Occurrence, analysis: CellAnalysis | undefined): boolean {
  if (occurrence.declares || occurrence.type || occurrence.inside === "recursion") return false;
  if (occurrence.inside === "value") return true;
  const declaration = analysis?.declarations.find(({ names }) => names.includes(occurrence.name));
  return declaration?.kind === "variable" && occurrence.start < declaration.start;
}

/** From the version a function sees on, all later ones are one variable, where the language allows it. */
function share(name: string, versions: readonly Version[], from: number): readonly Unshared[] {
  const [first, ...later] = versions.slice(from);
  if (first === undefined || later.length === 0) return [];
  const stubborn = [first, ...later].find(({ kind }) => kind !== "variable" && kind !== "function");
  if (stubborn !== undefined) return [{ name, cell: (later[0] ?? first).cell }];
  for (const version of later) {
    if (version.group === first.group) continue;
    first.group.versions.push(version);
    version.group = first.group;
  }
  return [];
}

function nameGroups(
  versions: ReadonlyMap<string, readonly Version[]>,
  globals: ReadonlySet<string>,
  taken: Set<string>,
): ReadonlyMap<Group, Variable> {
  const variables = new Map<Group, Variable>();
  for (const [name, all] of versions) {
    let isFree = !globals.has(name);
    for (const { group } of all) {
      if (variables.has(group)) continue;
      const exported = isFree ? name : fresh(name, taken);
      isFree = false;
      variables.set(group, { name, exported, cells: group.versions.map(({ cell }) => cell) });
    }
  }
  return variables;
}

function fresh(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

function distinct(unshared: readonly Unshared[]): readonly Unshared[] {
  return [...new Map(unshared.map((each) => [`${each.name}\n${each.cell}`, each])).values()];
}
