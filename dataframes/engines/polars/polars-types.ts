/** What is used of nodejs-polars. The library is the notebook's own, so its types are ours to write down. */

/** A column's type as the library has it; only ever handed back. */
export type PolarsType = object;

export type Operand = Expr | number | boolean;

/** An expression over columns. */
export interface Expr {
  alias(name: string): Expr;
  and(other: Expr): Expr;
  or(other: Expr): Expr;
  not(): Expr;
  eq(other: Operand): Expr;
  neq(other: Operand): Expr;
  gtEq(other: Operand): Expr;
  ltEq(other: Operand): Expr;
  isNull(): Expr;
  isNotNull(): Expr;
  isNan(): Expr;
  isNotNan(): Expr;
  isIn(values: readonly string[] | Expr): Expr;
  add(other: Operand): Expr;
  sub(other: Operand): Expr;
  mul(other: Operand): Expr;
  div(other: Operand): Expr;
  cast(type: PolarsType, strict?: boolean): Expr;
  gather(rows: PolarsSeries): Expr;
  sort(descending?: boolean): Expr;
  quantile(part: number, interpolation: "higher"): Expr;
  nullCount(): Expr;
  nUnique(): Expr;
  hash(k0: number, k1: number, k2: number, k3: number): Expr;
  over(by: string): Expr;
  count(): Expr;
  sum(): Expr;
  min(): Expr;
  max(): Expr;
  mean(): Expr;
  median(): Expr;
  std(): Expr;
  floor(): Expr;
  slice(offset: number, length: number): Expr;
  clip(least: number, most: number): Expr;
  dropNulls(): Expr;
  dropNans(): Expr;
  readonly str: {
    toLowerCase(): Expr;
    contains(text: string, literal: boolean): Expr;
    replace(pattern: RegExp, replacement: string): Expr;
    replaceAll(pattern: RegExp, replacement: string): Expr;
  };
  readonly dt: {
    strftime(format: string): Expr;
    convertTimeZone(zone: string): Expr;
    year(): Expr;
    month(): Expr;
  };
  readonly struct: { jsonEncode(): Expr };
}

/** Values of one column. */
export interface PolarsSeries {
  cast(type: PolarsType): PolarsSeries;
}

/** A query; unlike an eager frame it is a plain object, which no column name spoils. */
export interface LazyFrame {
  readonly columns: readonly string[];
  filter(condition: Expr): LazyFrame;
  select(...columns: readonly Expr[]): LazyFrame;
  sort(
    by: readonly Expr[],
    descending: readonly boolean[],
    nullsLast: readonly boolean[],
    maintainOrder: boolean,
  ): LazyFrame;
  slice(offset: number, length: number): LazyFrame;
  groupBy(by: readonly Expr[], maintainOrder: boolean): { agg(...columns: readonly Expr[]): LazyFrame };
  withRowIndex(name: string): LazyFrame;
  join(other: LazyFrame, options: { readonly on: readonly string[]; readonly how: "semi" }): LazyFrame;
  sinkCSV(path: string, options: object): LazyFrame;
  sinkParquet(path: string, options: object): LazyFrame;
  sinkIpc(path: string, options: object): LazyFrame;
  collectSync(): object;
  collect(): Promise<object>;
  inner(): object;
}

/** The library's main object. */
export interface Polars {
  col(name: string): Expr;
  nth(position: number): Expr;
  lit(value: string | number | boolean | Date | null | PolarsSeries): Expr;
  len(): Expr;
  struct(columns: readonly Expr[]): Expr;
  anyHorizontal(conditions: readonly Expr[]): Expr;
  Series(name: string, values: readonly string[] | Uint32Array, type: PolarsType): PolarsSeries;
  DataFrame(columns: Readonly<Record<string, readonly (string | number | null)[]>>): { lazy(): LazyFrame };
  LazyDataFrame(inner: object): LazyFrame;
  readonly Int8: PolarsType;
  readonly Int16: PolarsType;
  readonly Int32: PolarsType;
  readonly Int64: PolarsType;
  readonly UInt8: PolarsType;
  readonly UInt16: PolarsType;
  readonly UInt32: PolarsType;
  readonly UInt64: PolarsType;
  readonly Float64: PolarsType;
  readonly String: PolarsType;
  readonly Date: PolarsType;
  readonly Time: PolarsType;
  Decimal(precision: number, scale: number): PolarsType;
  Datetime(unit: TimeUnit, zone: string | null): PolarsType;
  Duration(unit: TimeUnit): PolarsType;
}

export type TimeUnit = "ms" | "us" | "ns";
