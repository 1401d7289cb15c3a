/**
 * What each name of the notebook means in one module. In the kernel a later cell may declare a name again; functions made
 * before see the new value from then on. Here a name declared again gets a new name (`orders2`), or, where such a function
 * may still look at it, stays one variable that is assigned to.
 */
import type { CellAnalysis } from "./analyse-cells.ts";
import { covers, meaningOf, type Declaration, type DeclarationKind, type Meaning } from "./declarations.ts";
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

/** A name that cannot be one variable although a function made earlier may look at it, or a `var` may keep its value. */
interface Unshared {
  readonly name: string;
  readonly cell: number;
  /** True for such a `var`. */
  readonly keeps: boolean;
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
  readonly meaning: Meaning;
  /** Declared by `var` alone. */
  readonly isVar: boolean;
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
  const { versions, unshared } = collectVersions(cells, parameterCell);
  const globals = new Set<string>();
  const resolve = (cell: number, occurrence: Occurrence): Version | undefined =>
    versionOf(versions.get(occurrence.name) ?? [], cell, occurrence, cells[cell]);
  cells.forEach((analysis, cell) => {
    for (const occurrence of analysis.occurrences) {
      const version = resolve(cell, occurrence);
      if (version === undefined) globals.add(occurrence.name);
      else if (isLookedUpLater(occurrence))
        unshared.push(...share(occurrence.name, versions.get(occurrence.name) ?? [], version));
    }
  });
  const taken = new Set([...globals, ...cells.flatMap(({ identifiers }) => [...identifiers])]);
  const variables = nameGroups(versions, globals, taken);
  return {
    globals,
    unshared: distinct(unshared),
    freshName: (wanted, otherwise) => fresh(taken.has(wanted) ? otherwise : wanted, taken),
    variableAt: (cell, occurrence) => {
      const version = resolve(cell, occurrence);
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

/** How one declaration declares its names. */
type Declared = Pick<Version, "kind" | "meaning" | "isVar" | "source"> & {
  /** A `var` that may leave the name the value that it has. */
  readonly keeps: boolean;
};

function collectVersions(
  cells: readonly CellAnalysis[],
  parameterCell: number,
): { readonly versions: ReadonlyMap<string, readonly Version[]>; readonly unshared: Unshared[] } {
  const versions = new Map<string, readonly Version[]>();
  const unshared: Unshared[] = [];
  const add = (name: string, cell: number, { keeps, ...declared }: Declared): void => {
    const all = versions.get(name) ?? [];
    const last = all.at(-1);
    if (declared.source !== "" && last?.source === declared.source) return;
    if (last?.cell === cell) {
      const version = together(last, declared);
      last.group.versions.splice(last.group.versions.indexOf(last), 1, version);
      versions.set(name, [...all.slice(0, -1), version]);
      return;
    }
    const newest = keeps ? all.findLast(({ meaning }) => covers(meaning, "value")) : undefined;
    const isShared = newest !== undefined && (newest.isVar || isAssignable(newest));
    if (newest !== undefined && !isShared) unshared.push({ name, cell, keeps });
    const group = isShared ? newest.group : { versions: [] };
    const version = { cell, ...declared, group };
    group.versions.push(version);
    versions.set(name, [...all, version]);
  };
  cells.forEach(({ imports, declarations }, cell) => {
    for (const { module, bindings } of imports) {
      for (const { local, imported, typeOnly } of bindings) {
        const meaning = typeOnly ? "type" : "both";
        add(local, cell, {
          kind: "import",
          meaning,
          isVar: false,
          keeps: false,
          source: `${module}\n${imported}`,
        });
      }
    }
    for (const { names, kind, atTop, keyword } of declarations) {
      for (const name of names) {
        add(name, cell, {
          kind: cell === parameterCell ? "parameter" : atTop ? kind : "nested",
          meaning: meaningOf(kind),
          isVar: keyword?.text === "var",
          keeps: declarations.some((each) => mayKeep(each, name)),
          source: "",
        });
      }
    }
  });
  return { versions, unshared };
}

/** A value and a type of one name in one cell, or a name that is declared there twice. */
function together(one: Version, other: Omit<Declared, "keeps">): Version {
  const meaning = one.meaning === other.meaning ? one.meaning : "both";
  const kind = one.meaning === "type" ? other.kind : one.kind;
  return { ...one, kind, meaning, isVar: one.isVar && (other.isVar || other.meaning === "type") };
}

const isAssignable = ({ kind }: Version): boolean => kind === "variable" || kind === "function";

/** A `var` that gives the name no value, or may give it none. */
const mayKeep = ({ names, keyword, atTop, declarators }: Declaration, name: string): boolean =>
  keyword?.text === "var" &&
  names.includes(name) &&
  (!atTop || declarators.some((each) => each.value === undefined && each.names.includes(name)));

/** Which of the name's versions an occurrence means. */
function versionOf(
  all: readonly Version[],
  cell: number,
  occurrence: Occurrence,
  analysis: CellAnalysis | undefined,
): Version | undefined {
  const fitting = all.filter(({ meaning }) => covers(meaning, occurrence.meant));
  const versions = fitting.length > 0 ? fitting : all;
  const before = versions.findLast((version) => version.cell < cell);
  const own = occurrence.own ? versions.findLast((version) => version.cell <= cell) : undefined;
  if (own !== undefined)
    return before !== undefined && own.cell === cell && meansEarlier(occurrence, analysis) ? before : own;
  if (before !== undefined) return before;
  return occurrence.captured || occurrence.type || !isFromOutside(occurrence.name) ? versions[0] : undefined;
}

/** What a cell has without declaring it. Another name used before its declaration is a mistake that stays one. */
export function isFromOutside(name: string): boolean {
  return name in globalThis || ["display", "input", "$"].includes(name);
}

/** `const orders = orders.filter(…)`: until a variable is declared again, its name means what it meant, in functions too. */
export function meansEarlier(occurrence: Occurrence, analysis: CellAnalysis | undefined): boolean {
  if (occurrence.declares || occurrence.type || occurrence.inside === "recursion") return false;
  if (occurrence.inside === "value") return true;
  const declaration = analysis?.declarations.find(
    ({ kind, names }) => kind !== "type" && names.includes(occurrence.name),
  );
  return declaration?.kind === "variable" && occurrence.start < declaration.start;
}

/** From the version a function sees on, all later ones are one variable, where the language allows it. */
function share(name: string, all: readonly Version[], seen: Version): readonly Unshared[] {
  const values = all.filter(({ meaning }) => covers(meaning, "value"));
  const [first, ...later] = values.slice(values.indexOf(seen));
  if (first === undefined || later.length === 0) return [];
  const [made = first] = first.group.versions;
  const isStubborn =
    !isAssignable(made) || later.some((each) => !isAssignable(each) && each.kind !== "nested");
  if (isStubborn) return [{ name, cell: (later[0] ?? first).cell, keeps: false }];
  for (const version of later) {
    if (version.group === first.group) continue;
    first.group.versions.push(version);
    version.group = first.group;
  }
  return [];
}

/** A type and a value may have one name. */
function nameGroups(
  versions: ReadonlyMap<string, readonly Version[]>,
  globals: ReadonlySet<string>,
  taken: Set<string>,
): ReadonlyMap<Group, Variable> {
  const variables = new Map<Group, Variable>();
  for (const [name, all] of versions) {
    const used = new Set<Meaning>(globals.has(name) ? ["type", "value"] : []);
    for (const { group } of all) {
      if (variables.has(group)) continue;
      const meant = (["type", "value"] as const).filter((meaning) =>
        group.versions.some((version) => covers(version.meaning, meaning)),
      );
      const exported = meant.some((meaning) => used.has(meaning)) ? fresh(name, taken) : name;
      for (const meaning of meant) used.add(meaning);
      // One that only `var` declares is one variable as it stands.
      const making = group.versions.every(({ isVar }) => isVar) ? group.versions.slice(0, 1) : group.versions;
      variables.set(group, { name, exported, cells: making.map(({ cell }) => cell) });
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
