/** What is known of a result's column. */
import type { DuckDBType } from "@duckdb/node-api";
import type { ColumnRole, DataframeColumn } from "../../protocol/reply.ts";
import { aCount, property } from "../../values/duck-typing.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";

/** `exact` are integers and decimals; `plain` are types whose text says all: times of day, intervals, UUIDs, bits. */
type ColumnKind =
  | "exact"
  | "float"
  | "date"
  | "instant"
  | "boolean"
  | "text"
  | "enum"
  | "plain"
  | "bytes"
  | "nested"
  | "null";

/** What an instant counts: its digits below the second, the property that holds it, and whether it is in UTC. */
interface InstantUnit {
  readonly digits: 0 | 3 | 6 | 9;
  readonly property: string;
  readonly zoned: boolean;
}

export interface DuckdbColumn {
  readonly index: number;
  readonly name: string;
  readonly type: DuckDBType;
  /** The type in SQL. */
  readonly sqlType: string;
  readonly kind: ColumnKind;
  /** Name in the private table. */
  readonly sql: string;
  /** Digits behind the point, of `exact` columns. */
  readonly scale: number;
  readonly isDecimal: boolean;
  /** Ends of what an `exact` column holds, times ten to the power of the scale. */
  readonly limits: readonly [bigint, bigint];
  readonly instant: InstantUnit;
}

const micros: InstantUnit = { digits: 6, property: "micros", zoned: false };
const units: Readonly<Record<number, InstantUnit>> = {
  12: micros,
  20: { digits: 0, property: "seconds", zoned: false },
  21: { digits: 3, property: "millis", zoned: false },
  22: { digits: 9, property: "nanos", zoned: false },
  31: { ...micros, zoned: true },
};
const signed = (bits: bigint): readonly [bigint, bigint] => [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
const unsigned = (bits: bigint): readonly [bigint, bigint] => [0n, 2n ** bits - 1n];
const integers: Readonly<Record<number, readonly [bigint, bigint]>> = {
  2: signed(8n),
  3: signed(16n),
  4: signed(32n),
  5: signed(64n),
  6: unsigned(8n),
  7: unsigned(16n),
  8: unsigned(32n),
  9: unsigned(64n),
  16: signed(128n),
  32: unsigned(128n),
  // As many digits as one likes; longer numbers than these are not asked for.
  35: [-(10n ** 1_000n), 10n ** 1_000n],
};
/** By the numbers of DuckDB's interface in C; every other type is `nested`. */
const kinds: Readonly<Record<number, ColumnKind>> = {
  1: "boolean",
  10: "float",
  11: "float",
  13: "date",
  14: "plain",
  15: "plain",
  17: "text",
  18: "bytes",
  19: "exact",
  23: "enum",
  27: "plain",
  29: "plain",
  30: "plain",
  36: "null",
  39: "plain",
  40: "plain",
};
const roles: Readonly<Record<ColumnKind, ColumnRole>> = {
  exact: "number",
  float: "number",
  date: "time",
  instant: "time",
  boolean: "boolean",
  text: "text",
  enum: "text",
  plain: "text",
  bytes: "bytes",
  nested: "nested",
  null: "null",
};

export function columnOf(index: number, name: string, type: DuckDBType): DuckdbColumn {
  const id: number = type.typeId;
  const decimal = kinds[id] === "exact";
  const width = decimal ? aCount(property(type, "width")) : 0;
  const limit = 10n ** BigInt(width) - 1n;
  return {
    index,
    name,
    type,
    sqlType: String(type),
    kind:
      integers[id] !== undefined ? "exact" : units[id] !== undefined ? "instant" : (kinds[id] ?? "nested"),
    sql: `c${index}`,
    scale: decimal ? aCount(property(type, "scale")) : 0,
    isDecimal: decimal,
    limits: integers[id] ?? [-limit, limit],
    instant: units[id] ?? micros,
  };
}

export function describeColumn({ name, type, kind }: DuckdbColumn): DataframeColumn {
  return { name, type: type.alias ?? String(type), role: roles[kind] };
}

/** The columns at these positions; refuses those that are not there. */
export function columnsAt(
  columns: readonly DuckdbColumn[],
  positions: readonly number[],
): readonly DuckdbColumn[] {
  return positions.map((position) => {
    const column = columns[position];
    if (column === undefined)
      throw new DataframeError(
        "bad-request",
        `There is no column ${position}: the result has ${columns.length}.`,
      );
    return column;
  });
}

export function columnAt(columns: readonly DuckdbColumn[], position: number): DuckdbColumn {
  const [column] = columnsAt(columns, [position]);
  if (column === undefined) throw new DataframeError("bad-request", `There is no column ${position}.`);
  return column;
}
