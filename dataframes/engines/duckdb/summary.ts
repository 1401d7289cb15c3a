/** What is told about columns in figures. Some statements for all of them, and one for each column of texts. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import { summaryTop } from "../../protocol/summary-limits.ts";
import type { View } from "../../protocol/view.ts";
import { anArray, property } from "../../values/duck-typing.ts";
import { axisSql, onAxisSql, placeOf } from "./axis.ts";
import type { DuckdbColumn } from "./column.ts";
import { valueText } from "./column-text.ts";
import { histogramsOf } from "./histograms.ts";
import type { ColumnRange } from "./histograms.ts";
import { exactRows, sampledRows } from "../sample-rows.ts";
import type { PrivateTable } from "./private-table.ts";
import { asCount, finite, rowsOf } from "./result-values.ts";
import { toldSql, toldText } from "./values.ts";
import { conditionSql } from "./view-sql.ts";

/** With fewer different values in a sample, all of them are counted. */
const fewValues = 5_000;
/** With more, one of so many is counted, told by their hashes: a few percent off. */
const hashShare = 16;
/** Values of a sample that are counted in all rows then, to find the most frequent ones. */
const candidates = 64;

type Rest = Partial<Omit<ColumnSummary, "column">>;

export async function summarizeColumns(
  table: PrivateTable,
  columns: readonly DuckdbColumn[],
  { view, asked, count }: SummaryQuestion,
  signal: AbortSignal,
): Promise<readonly ColumnSummary[]> {
  const ask: Ask = async (sql) =>
    rowsOf(await table.ask((put) => sql(conditionSql(columns, view, put)), signal));
  const { quartiles, many } = await partOf(ask, asked, count);
  const { figures, histograms } = await figuresOf(ask, asked, many);
  const tops = await topsOf(ask, asked.filter(isCounted), many, count);
  const few = asked.filter((column) => isCountable(column) && !many.has(column) && !tops.has(column));
  const different = await countedOf(ask, few);
  return asked.map((column): ColumnSummary => {
    const [histogram, top] = [histograms.get(column), tops.get(column)];
    const distinct = different.get(column) ?? (many.has(column) ? undefined : top?.distinct);
    return {
      ...firstFigures(column, figures.get(column) ?? [], count, distinct),
      ...quartiles.get(column),
      ...(histogram === undefined ? {} : { histogram }),
      ...(top === undefined ? {} : { top: top.top }),
    };
  });
}

interface SummaryQuestion {
  readonly view: View;
  readonly asked: readonly DuckdbColumn[];
  /** Rows of the view. */
  readonly count: number;
}

type Ask = (sql: (where: string) => string) => Promise<readonly (readonly unknown[])[]>;

const isOrdered = ({ kind }: DuckdbColumn): boolean =>
  kind === "exact" || kind === "float" || kind === "date" || kind === "instant";

const isCountable = ({ kind }: DuckdbColumn): boolean => kind !== "nested";

const isCounted = ({ kind }: DuckdbColumn): boolean =>
  kind === "text" || kind === "enum" || kind === "boolean" || kind === "plain";

async function figuresOf(
  ask: Ask,
  columns: readonly DuckdbColumn[],
  many: ReadonlySet<DuckdbColumn>,
): Promise<{
  readonly figures: ReadonlyMap<DuckdbColumn, readonly unknown[]>;
  readonly histograms: Awaited<ReturnType<typeof histogramsOf>>;
}> {
  const told = columns.map((column) => figuresSql(column, many.has(column)).join(", "));
  const [found = []] = await ask((where) => `select ${told.join(", ")} from t where ${where}`);
  const figures = new Map(
    columns.map((column, place) => [column, found.slice(place * width, (place + 1) * width)]),
  );
  const ranges: ColumnRange[] = [];
  for (const [column, each] of figures) ranges.push(await rangeOf(ask, column, each));
  return { figures, histograms: await histogramsOf(ask, ranges) };
}

/** So many figures each column has in the first statement. */
const width = 8;

/** Values, NaNs, different values, least, greatest, and mean, deviation and how many values these two are of. */
function figuresSql(column: DuckdbColumn, many: boolean): readonly string[] {
  const { kind, sql } = column;
  const real = realSql(column);
  const ordered = isOrdered(column);
  const number = kind === "exact" || kind === "float";
  const double = `${sql}::double`;
  // Deviations of larger numbers overflow, which DuckDB takes for an error.
  const isWild = kind === "float" || column.limits[1] > 2n ** 128n;
  const tame = isWild ? `case when abs(${double}) < 1e150 then ${double} end` : double;
  return [
    `count(${sql})`,
    kind === "float" ? `count(${sql}) - count(${real})` : "null",
    many
      ? `count(distinct hash(${real})) filter (where hash(${real}) < ${2n ** 64n / BigInt(hashShare)}::ubigint)`
      : "null",
    ordered ? `min(${real})` : "null",
    ordered ? `max(${real})` : "null",
    number ? `avg(${tame})` : "null",
    number ? `stddev_samp(${tame})` : "null",
    number ? `count(${tame})` : "null",
  ];
}

/** The column without its NaNs. */
function realSql({ kind, sql }: DuckdbColumn): string {
  return kind === "float" ? `case when not isnan(${sql}) then ${sql} end` : sql;
}

function firstFigures(
  column: DuckdbColumn,
  figures: readonly unknown[],
  count: number,
  counted: number | undefined,
): ColumnSummary {
  const [known, nans, distinct, min, max, mean, deviation, tame] = figures;
  const values = asCount(known);
  const isFloat = column.kind === "float";
  // A mean of some of the values only is none.
  const all = asCount(tame) === values - asCount(nans);
  const average = all ? finite(mean) : undefined;
  const spread = all ? finite(deviation) : undefined;
  const missing = (value: unknown): boolean => value === null || value === undefined;
  return {
    column: column.index,
    count,
    nulls: count - values,
    ...(isFloat ? { nans: asCount(nans) } : {}),
    distinct:
      column.kind === "nested"
        ? null
        : (counted ?? Math.min(asCount(distinct) * hashShare, values - asCount(nans))),
    distinctExact: counted !== undefined || column.kind === "nested",
    ...(missing(min) ? {} : { min: valueText(column, min) }),
    ...(missing(max) ? {} : { max: valueText(column, max) }),
    ...(average === undefined ? {} : { mean: average }),
    ...(spread === undefined ? {} : { standardDeviation: spread }),
  };
}

async function rangeOf(ask: Ask, column: DuckdbColumn, figures: readonly unknown[]): Promise<ColumnRange> {
  const [, , , min, max] = figures;
  if (min === null || min === undefined) return { column, from: undefined, to: undefined };
  const [from, to] = [placeOf(column, min), placeOf(column, max)];
  const axis = axisSql(column);
  if ((from !== undefined && to !== undefined) || axis === undefined) return { column, from, to };
  const [[least, greatest] = []] = await ask(
    (where) => `select min(${axis}), max(${axis}) from t where (${where}) and ${onAxisSql(column)}`,
  );
  return { column, from: finite(least), to: finite(greatest) };
}

/** How many different values there are. */
async function countedOf(
  ask: Ask,
  columns: readonly DuckdbColumn[],
): Promise<ReadonlyMap<DuckdbColumn, number>> {
  if (columns.length === 0) return new Map();
  const counts = columns.map((column) => `count(distinct ${realSql(column)})`);
  const [found = []] = await ask((where) => `select ${counts.join(", ")} from t where ${where}`);
  return new Map(columns.map((column, place) => [column, asCount(found[place])]));
}

interface Part {
  readonly quartiles: ReadonlyMap<DuckdbColumn, Rest>;
  /** Columns with more different values than are counted. */
  readonly many: ReadonlySet<DuckdbColumn>;
}

/** What a sample tells, or all rows where these are not many. */
async function partOf(ask: Ask, columns: readonly DuckdbColumn[], count: number): Promise<Part> {
  const sampled = count > exactRows;
  const ordered = columns.filter(isOrdered);
  const counted = sampled ? columns.filter((column) => isCountable(column) && column.kind !== "boolean") : [];
  const told = [
    ...ordered.map((column) => `quantile_disc(${realSql(column)}, [0.25, 0.5, 0.75])`),
    ...counted.map((column) => `approx_count_distinct(${realSql(column)})`),
  ];
  if (told.length === 0) return { quartiles: new Map(), many: new Set() };
  const [found = []] = await ask(
    (where) =>
      `select ${told.join(", ")} from t where (${where})${sampled ? ` and ${sampleSql(count)}` : ""}`,
  );
  const different = found.slice(ordered.length);
  return {
    quartiles: new Map(ordered.map((column, place) => [column, quartilesOf(column, found[place], sampled)])),
    many: new Set(counted.filter((_, place) => asCount(different[place]) >= fewValues)),
  };
}

/** Rows that have nothing to do with their numbers, nor with the hashes of values that are such numbers. */
function sampleSql(count: number): string {
  return `hash(r, 'sample') % ${Math.max(Math.floor(count / sampledRows), 1)} = 0`;
}

function quartilesOf(column: DuckdbColumn, list: unknown, sampled: boolean): Rest {
  if (typeof list !== "object" || list === null) return {};
  const [low, half, high] = anArray(property(list, "items")).map((value) => valueText(column, value));
  return low === undefined || half === undefined || high === undefined
    ? {}
    : { quartiles: [low, half, high], ...(sampled ? { quartilesSampled: true } : {}) };
}

interface Top {
  readonly top: NonNullable<ColumnSummary["top"]>;
  /** Different values, of which the top was chosen. */
  readonly distinct: number;
}

async function topsOf(
  ask: Ask,
  columns: readonly DuckdbColumn[],
  many: ReadonlySet<DuckdbColumn>,
  count: number,
): Promise<ReadonlyMap<DuckdbColumn, Top>> {
  const tops = new Map<DuckdbColumn, Top>();
  for (const column of columns) tops.set(column, await topOf(ask, column, many.has(column), count));
  return tops;
}

async function topOf(ask: Ask, column: DuckdbColumn, many: boolean, count: number): Promise<Top> {
  const { sql } = column;
  const found = await ask((where) => {
    const likely = many
      ? ` and ${sql} in (select ${sql} from t where (${where}) and ${sampleSql(count)} group by ${sql} order by count(*) desc limit ${candidates})`
      : "";
    return `
      select ${toldSql(column, sql)}, n, count(*) over ()
      from (select ${sql}, count(*) n from t where (${where}) and ${sql} is not null${likely} group by ${sql})
      order by n desc, ${sql} limit ${summaryTop}`;
  });
  return {
    top: found.map(([value, times]) => ({ value: toldText(column, value), count: asCount(times) })),
    distinct: asCount(found[0]?.[2]),
  };
}
