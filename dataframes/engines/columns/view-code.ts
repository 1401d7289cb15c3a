/** What one sees as a statement of the frame's library. */
import type { Filter, SortKey, View } from "../../protocol/view.ts";
import type { ReadableColumn, ReadableDataframe } from "../../detect/column-reader.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { logicalTypeOf } from "./logical-type.ts";
import { numberOfText } from "./value-text.ts";

export type WriteCode = (
  frame: ReadableDataframe,
  view: View,
  columns: readonly number[],
  name: string,
) => string;

/** Conditions and orders over a variable that gives a value by the column's name. */
interface Parts {
  /** Of one row, called `row`. */
  readonly conditions: readonly string[];
  /** Compares the rows `a` and `b`. */
  readonly comparison: string | undefined;
}

/** Arrays of objects. */
export const arrayCode: WriteCode = (frame, view, columns, name) => {
  const all = columns.length === frame.columns.length && columns.every((index, place) => index === place);
  // The rows themselves, as a person would take them.
  return rowsCode(frame, view, all ? [] : columns, name);
};

/** Tables of arquero; the library is called `aq`, as in its own examples. */
export const arqueroCode: WriteCode = (frame, view, columns, name) => {
  const { conditions } = partsOf(frame, view);
  const filter = conditions.length === 0 ? "" : `.filter(aq.escape((row) => ${conditions.join(" && ")}))`;
  const keys = view.sort.flatMap(({ column, descending }) => {
    const value = valueOf("row", nameOf(frame, column));
    const key = `aq.escape((row) => ${value})`;
    return [
      `aq.escape((row) => (${value} == null ? 2 : Number.isNaN(${value}) ? 1 : 0))`,
      descending ? `aq.desc(${key})` : key,
    ];
  });
  const order = keys.length === 0 ? "" : `.orderby(${keys.join(", ")})`;
  return `${name}${filter}${order}.select(${columns.map((index) => text(nameOf(frame, index))).join(", ")})`;
};

/** DataFrames of danfojs, whose own sorting knows one column only. Rows are numbered anew: their old numbers would show as an index. */
export const danfoCode: WriteCode = (frame, view, columns, name) => {
  if (frame.kind === "Series")
    throw new DataframeError("unsupported", "Make a DataFrame of the Series first.");
  const { conditions, comparison } = partsOf(frame, view);
  if (frame.columns[0]?.type === "index")
    throw new DataframeError("unsupported", "This DataFrame has an index; call resetIndex() first.");
  const names = `[${columns.map((index) => text(nameOf(frame, index))).join(", ")}]`;
  if (conditions.length === 0 && comparison === undefined) return `${name}.loc({ columns: ${names} })`;
  const rows = `${name}.values.map((cells, at) => [at, Object.fromEntries(cells.map((cell, index) => [${name}.columns[index], cell]))])`;
  const kept = filterOf(conditions, "([, row])");
  const places = `${rows}${kept}${sortOf(comparison, "([, a], [, b])")}.map(([at]) => at)`;
  const positions = columns.map((index) => text(nameOf(frame, index))).join(", ");
  return `${name}.iloc({ rows: ${places} }).loc({ columns: [${positions}] }).resetIndex()`;
};

/** Tables of apache-arrow know neither filters nor orders: what comes is an array of objects. */
export const arrowCode: WriteCode = (frame, view, columns, name) => {
  if (frame.kind === "Vector")
    return rowsCode(frame, view, columns, `[...${name}].map((value) => ({ value }))`);
  return rowsCode(frame, view, columns, frame.kind === "RecordBatch" ? `[...${name}]` : `${name}.toArray()`);
};

function rowsCode(frame: ReadableDataframe, view: View, columns: readonly number[], rows: string): string {
  const { conditions, comparison } = partsOf(frame, view);
  const steps = [
    filterOf(conditions),
    sortOf(comparison),
    pickOf(columns.map((index) => nameOf(frame, index))),
  ];
  return [rows, ...steps.filter((step) => step !== "")].join("\n  ");
}

/** Nothing where no columns are picked. */
function pickOf(names: readonly string[]): string {
  if (names.length === 0) return "";
  const picked = names.map((name) => `${keyOf(name)}: ${valueOf("row", name)}`);
  return `.map((row) => ({ ${picked.join(", ")} }))`;
}

const filterOf = (conditions: readonly string[], row = "(row)"): string =>
  conditions.length === 0 ? "" : `.filter(${row} => ${conditions.join(" && ")})`;

const sortOf = (comparison: string | undefined, rows = "(a, b)"): string =>
  comparison === undefined ? "" : `.toSorted(${rows} => ${comparison})`;

function partsOf(frame: ReadableDataframe, { filters, search, sort }: View): Parts {
  const conditions = filters.map((filter) => conditionOf(frame, filter));
  if (search !== "") {
    const all = frame.columns.map(({ name }) => valueOf("row", name)).join(", ");
    conditions.push(`[${all}].some((value) => ${contains("value", search)})`);
  }
  return {
    conditions,
    comparison: sort.length === 0 ? undefined : sort.map((key) => comparisonOf(frame, key)).join(" || "),
  };
}

function conditionOf(frame: ReadableDataframe, filter: Filter): string {
  const column = columnOf(frame, filter.column);
  const value = valueOf("row", column.name);
  switch (filter.kind) {
    case "missing":
      return `${value} ${filter.missing ? "==" : "!="} null`;
    case "contains":
      return column.type === "string" ? textContains(value, filter.text) : contains(value, filter.text);
    case "among": {
      const [only] = filter.values;
      if (
        filter.values.length === 1 &&
        typeof only === "string" &&
        !isDate(column) &&
        literal(column, only) !== "NaN"
      )
        return `${value} ${filter.not ? "!==" : "==="} ${literal(column, only)}`;
      const wanted = filter.values.map((each) => (each === null ? "null" : literal(column, each)));
      const each = isDate(column) ? `${value}?.getTime()` : value;
      const compared = filter.values.includes(null) ? `${each} ?? null` : each;
      return `${filter.not ? "!" : ""}[${wanted.join(", ")}].includes(${compared})`;
    }
    case "range": {
      const ends = [
        ...(filter.from === undefined ? [] : [`${value} >= ${literal(column, filter.from)}`]),
        ...(filter.to === undefined ? [] : [`${value} <= ${literal(column, filter.to)}`]),
      ];
      const present = ends.length > 0 ? `${value} != null` : `${value} != null && !Number.isNaN(${value})`;
      return [present, ...ends].join(" && ");
    }
  }
}

function contains(value: string, wanted: string): string {
  const shown = `(typeof ${value} === "object" ? JSON.stringify(${value}) : String(${value}))`;
  return `${value} != null && ${shown}.toLowerCase().includes(${text(wanted.toLowerCase())})`;
}

function textContains(value: string, wanted: string): string {
  return `String(${value} ?? "").toLowerCase().includes(${text(wanted.toLowerCase())})`;
}

function literal(column: ReadableColumn, value: string): string {
  const { kind } = logicalTypeOf(column.encoding, column.role);
  if (kind === "number")
    return (/^[A-Z]/.test(column.type) &&
      /64/.test(column.type) &&
      /^-?\d+$/.test(value) &&
      !/^Float/.test(column.type)) ||
      column.type === "bigint"
      ? `${BigInt(value)}n`
      : String(numberOfText(value));
  if (kind === "boolean") return value === "true" ? "true" : "false";
  if (kind === "text") return text(value);
  if ((kind === "instant" || kind === "day") && !Number.isNaN(Date.parse(zoned(value))))
    return `Date.parse(${text(zoned(value))})`;
  throw new DataframeError("unsupported", `Filters of ${column.type} columns cannot be written as code.`);
}

const zoned = (value: string): string =>
  /Z|[+-]\d\d:\d\d$/.test(value) || !value.includes("T") ? value : `${value}Z`;

const isDate = ({ type }: ReadableColumn): boolean => type === "Date";

/** NaN and missing values last; text by its code units. */
function comparisonOf(frame: ReadableDataframe, { column, descending }: SortKey): string {
  const { name, encoding, role } = columnOf(frame, column);
  const [a, b] = [valueOf("a", name), valueOf("b", name)];
  const last = (value: string): string =>
    logicalTypeOf(encoding, role).kind === "number"
      ? `(${value} == null ? 2 : Number.isNaN(${value}) ? 1 : 0)`
      : `Number(${value} == null)`;
  const [before, after] = descending ? [">", "<"] : ["<", ">"];
  return `${last(a)} - ${last(b)} || (${a} ${before} ${b} ? -1 : ${a} ${after} ${b} ? 1 : 0)`;
}

function columnOf(frame: ReadableDataframe, index: number): ReadableColumn {
  const column = frame.columns[index];
  if (column === undefined) throw new DataframeError("bad-request", `There is no column ${index}.`);
  if (frame.columns.filter(({ name }) => name === column.name).length > 1)
    throw new DataframeError("unsupported", `Several columns are called ${text(column.name)}.`);
  return column;
}

const nameOf = (frame: ReadableDataframe, index: number): string => columnOf(frame, index).name;

const text = (value: string): string => JSON.stringify(value);

const isWord = (name: string): boolean => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);

const valueOf = (row: string, name: string): string =>
  isWord(name) ? `${row}.${name}` : `${row}[${text(name)}]`;

/** Without brackets this one name would be the object's prototype. */
const keyOf = (name: string): string =>
  name === "__proto__" ? `["__proto__"]` : isWord(name) ? name : text(name);
