/** A value in short, as a hover shows it: its type and shape, and the first rows of a dataframe. */
import { types } from "node:util";
import type { KnownColumn, KnownValue } from "../../protocol/knowledge.ts";
import { readTokens } from "../../notebook/live/tokens.ts";
import { frames } from "../../display/bundle.ts";
import { describeVariable, previewOf } from "./describe-variable.ts";
import { mayAskFrame } from "./may-ask-frame.ts";
import { objectRows } from "../../dataframes/detect/object-rows.ts";

const most = { rows: 5, columns: 8 } as const;

/** Characters of a value in a table, and of a function's head. */
const longestCell = 60;
const longestSignature = 300;

/** Runs none of the value's own code but that of dataframe libraries. Never throws. */
export function describeValue(value: unknown): KnownValue {
  const described = ofFrame(value) ?? ofRows(value) ?? ofOther(value);
  return {
    ...described,
    rows: described.rows.map((row) => row.map((cell) => (cell === null ? null : shortened(cell)))),
  };
}

/** The columns of a dataframe or of an array of objects; undefined of anything else. Never throws. */
export function columnsOf(value: unknown): readonly KnownColumn[] | undefined {
  try {
    return mayAskFrame(value) ? frames().dataframeColumns(value) : plainRows(value)?.columns;
  } catch {
    // It only resembles a dataframe.
    return undefined;
  }
}

function ofFrame(value: unknown): KnownValue | undefined {
  try {
    return mayAskFrame(value) ? frames().dataframeSummary(value, most) : undefined;
  } catch {
    // It only resembles a dataframe: then it is described as any object is.
    return undefined;
  }
}

function ofRows(value: unknown): KnownValue | undefined {
  const found = plainRows(value);
  if (found === undefined) return undefined;
  const columns = found.columns.slice(0, most.columns);
  return {
    type: found.kind,
    shape: [found.length, found.columns.length],
    preview: found.columns.map(({ name, type }) => `${name}: ${type}`).join(", "),
    columns,
    rows: Array.from({ length: Math.min(found.length, most.rows) }, (_, row) =>
      columns.map(({ name }) => found.cell(row, name)),
    ),
  };
}

function ofOther(value: unknown): KnownValue {
  const { type, shape, preview } = describeVariable("", value, false);
  return {
    type,
    ...(shape === undefined ? {} : { shape }),
    preview,
    ...(typeof value === "function" ? { signature: headOf(value) } : {}),
    columns: [],
    rows: [],
  };
}

/** As the code that runs writes it: `function load(day, limit)`. */
function headOf(value: object): string {
  // That of a proxy says nothing about what is behind it.
  if (types.isProxy(value)) return "function";
  const source = Function.prototype.toString.call(value).slice(0, 4 * longestSignature);
  const { all, closer } = readTokens(source);
  const isClass = all[0]?.text === "class";
  const end = all.findIndex(({ text }, index) =>
    isClass ? text === "{" : text === "(" || all[index + 1]?.text === ">",
  );
  const close = isClass ? all[end - 1] : all[closer.get(end) ?? end - 1];
  const head = source.slice(0, close?.to ?? source.indexOf("\n") + 1).replaceAll(/\s+/g, " ");
  return head.length <= longestSignature ? head : `${head.slice(0, longestSignature - 1)}…`;
}

function shortened(cell: string): string {
  const line = cell.slice(0, 4 * longestCell).replaceAll(/\s+/g, " ");
  return line.length <= longestCell ? line : `${line.slice(0, longestCell - 1)}…`;
}

interface PlainRows {
  readonly kind: string;
  readonly length: number;
  readonly columns: readonly KnownColumn[];
  /** The value of a column as text; null where there is none. */
  cell(row: number, column: string): string | null;
}

/** The rows that tell of what kind the values of a column are, from the first that has it. */
const mostRows = 100;

/** An array of objects as rows of a table, read without running a getter or a proxy's trap; undefined of anything else. */
function plainRows(value: unknown): PlainRows | undefined {
  if (!Array.isArray(value) || types.isProxy(value)) return undefined;
  const found = objectRows(value, (item) => !types.isProxy(item));
  if (found === undefined) return undefined;
  const propertyAt = (row: number, name: string): PropertyDescriptor | undefined => {
    const item: unknown = value[row];
    return typeof item === "object" && item !== null
      ? Object.getOwnPropertyDescriptor(item, name)
      : undefined;
  };
  const typeOfColumn = ([name, since]: readonly [string, number]): string => {
    const known = new Set<string>();
    for (let row = since; row < Math.min(value.length, since + mostRows); row += 1) {
      const property = propertyAt(row, name);
      const kind = property?.get === undefined ? kindOf(property?.value) : "getter";
      if (kind !== undefined) known.add(kind);
    }
    return known.size > 3 ? "mixed" : [...known].join(" | ");
  };
  return {
    kind: found.kind,
    length: value.length,
    columns: [...found.columns].map((column) => ({ name: column[0], type: typeOfColumn(column) })),
    cell: (row, column) => {
      const property = propertyAt(row, column);
      return property?.get === undefined ? textOf(property?.value) : "(getter)";
    },
  };
}

/** Undefined of what is missing. */
function kindOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object") return typeof value;
  if (types.isDate(value)) return "Date";
  return Array.isArray(value) ? "array" : "object";
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : previewOf(value);
}
