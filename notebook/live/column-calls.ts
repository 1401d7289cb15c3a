/** Which arguments of which functions are names of columns, in the dataframe libraries that notebooks use. */

export interface ColumnCall {
  /** Whether only dataframes have such a function, so that every column in scope is meant where the frame is not known. */
  readonly isSure: boolean;
  /** Whether the name is one of the other frame's, which is the first argument. */
  readonly isOfOther?: boolean;
}

/** Where in a call a string stands. */
export interface StringPlace {
  readonly argument: number;
  /** The option whose value it is in. */
  readonly key: string | undefined;
  /** Whether it is itself the key of an object. */
  readonly isKey: boolean;
}

interface Arguments {
  /** Positions whose strings are names of columns; "all" of them. */
  readonly at?: readonly number[] | "all";
  /** The same of options. */
  readonly options?: readonly string[];
  /** Whether keys of an object are names of columns. */
  readonly keys?: boolean;
  readonly isSure?: boolean;
}

const all: Arguments = { at: "all" };
const first: Arguments = { at: [0] };
const sure = (call: Arguments): Arguments => ({ ...call, isSure: true });
const sides = ["on", "left_on", "right_on", "leftOn", "rightOn", "by", "byLeft", "byRight"];
const measures = ["values", "index", "columns", "on", "idVars", "valueVars"];
const windows = ["indexColumn", "by", "groupBy"];

/** Functions of the library itself: `pl.col`, `aq.desc`, `op.sum`. */
const libraryFunctions: Readonly<Record<string, ReadonlySet<string>>> = (() => {
  const polars = new Set([
    ...[
      "col",
      "cols",
      "avg",
      "sum",
      "min",
      "max",
      "mean",
      "median",
      "first",
      "last",
      "head",
      "tail",
      "std",
      "var",
    ],
    ...[
      "count",
      "nUnique",
      "quantile",
      "exclude",
      "struct",
      "select",
      "groups",
      "list",
      "concatList",
      "concatString",
    ],
    ...["cov", "pearsonCorr", "spearmanRankCorr"],
  ]);
  const arquero = new Set(["desc", "not", "range", "all", "names", "bin", "collate"]);
  const operations = new Set([
    ...[
      "sum",
      "mean",
      "average",
      "min",
      "max",
      "median",
      "mode",
      "count",
      "valid",
      "invalid",
      "distinct",
      "any",
    ],
    ...[
      "variance",
      "stdev",
      "product",
      "quantile",
      "corr",
      "covariance",
      "array_agg",
      "lag",
      "lead",
      "first_value",
    ],
    ...["last_value", "fill_down", "fill_up"],
  ]);
  return { pl: polars, polars, aq: arquero, arquero, op: operations };
})();

/** The same, imported by their names. */
const bareFunctions: ReadonlySet<string> = new Set(["col", "cols", "desc"]);

const methods: Readonly<Record<string, Arguments>> = {
  // nodejs-polars
  getColumn: sure(first),
  groupBy: { at: "all", options: windows, isSure: true },
  groupByDynamic: sure({ options: windows }),
  groupByRolling: sure({ options: windows }),
  partitionBy: sure(first),
  withColumnRenamed: sure(first),
  findIdxByName: sure(first),
  sortBy: sure(all),
  over: sure(all),
  dropNulls: sure(all),
  joinAsof: sure({ options: sides }),
  melt: sure({ at: "all", options: measures }),
  unpivot: sure({ at: "all", options: measures }),
  upsample: sure({ at: [0], options: windows }),
  pivot: { at: "all", options: measures },
  select: all,
  drop: { at: "all", options: ["columns"] },
  sort: { at: "all", options: ["by"] },
  explode: all,
  unnest: all,
  unique: { at: "all", options: ["subset"] },
  distinct: { at: "all", options: ["subset"] },
  rename: { keys: true },
  agg: { at: "all", keys: true },
  join: { at: [1], options: sides },
  // arquero
  groupby: sure(all),
  orderby: sure(all),
  dedupe: sure(all),
  fold: sure(first),
  unroll: sure(first),
  spread: first,
  relocate: first,
  impute: { keys: true },
  semijoin: sure({ at: [1] }),
  antijoin: sure({ at: [1] }),
  join_left: sure({ at: [1] }),
  join_right: sure({ at: [1] }),
  join_full: sure({ at: [1] }),
  get: first,
  array: first,
  column: first,
  columnIndex: sure(first),
  // danfojs-node
  col: all,
  loc: { options: ["columns"] },
  sortValues: sure(first),
  setIndex: sure({ options: ["column"] }),
  asType: sure(first),
  merge: { options: ["on"] },
  // apache-arrow
  getChild: sure(first),
};

/** Undefined where the string is something else. @param path root and members of what is called, the function last */
export function columnCall(path: readonly string[], place: StringPlace): ColumnCall | undefined {
  const name = path.at(-1) ?? "";
  const library = own(libraryFunctions, path.length === 2 ? (path[0] ?? "") : "");
  if (library !== undefined || path.length === 1) {
    const isOne = library === undefined ? bareFunctions.has(name) : library.has(name);
    return isOne && place.key === undefined ? { isSure: true } : undefined;
  }
  const known = own(methods, name);
  if (known === undefined || !takes(known, place)) return undefined;
  const isOfOther = place.key === "rightOn" || place.key === "right_on" || place.key === "byRight";
  return { isSure: known.isSure === true, ...(isOfOther ? { isOfOther } : {}) };
}

/** Whether a chain that starts from this name is of a library and of no frame. */
export function isLibrary(root: string): boolean {
  return own(libraryFunctions, root) !== undefined || root === "dfd";
}

function takes({ at, options, keys }: Arguments, { argument, key, isKey }: StringPlace): boolean {
  if (isKey) return keys === true;
  if (key !== undefined) return options?.includes(key) === true;
  return at === "all" || at?.includes(argument) === true;
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
