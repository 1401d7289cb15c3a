/** Finds the rows of a view. */
import type { Filter, View } from "../../protocol/view.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { NumberColumn, StoredColumn, TextColumn } from "./stored-column.ts";
import { nearestInteger, numberOfText, shownText } from "./value-text.ts";

/** Whether a row is in the view. */
type Test = (row: number) => boolean;

const rowsPerCheck = 1 << 16;

/** Numbers of the rows for which all filters hold and that have the searched text, as they come. */
export function filterRows(
  rows: number,
  { filters, search }: View,
  columns: readonly (StoredColumn | undefined)[],
  check: () => void,
): Uint32Array {
  const tests = filters.map((filter) => testOf(filter, columns[filter.column]));
  if (search !== "") tests.push(searchTest(search, columns));
  const found = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    if (row % rowsPerCheck === 0) check();
    if (tests.every((test) => test(row))) found[count++] = row;
  }
  return found.subarray(0, count);
}

function testOf(filter: Filter, column: StoredColumn | undefined): Test {
  if (column === undefined) throw new DataframeError("bad-request", `There is no column ${filter.column}.`);
  switch (filter.kind) {
    case "missing": {
      const { missing } = column;
      return missing === undefined ? () => !filter.missing : (row) => (missing[row] === 1) === filter.missing;
    }
    case "contains":
      return containsTest(filter.text, column);
    case "among":
      return column.form === "texts" ? amongTexts(filter, column) : amongNumbers(filter, column);
    case "range":
      return column.form === "texts" ? rangeOfTexts(filter, column) : rangeOfNumbers(filter, column);
  }
}

type Among = Extract<Filter, { kind: "among" }>;
type Range = Extract<Filter, { kind: "range" }>;

function amongTexts({ values, not }: Among, { codes, texts, missing }: TextColumn): Test {
  const wanted = new Set(values);
  const passes = texts.all().map((text) => wanted.has(text) !== not);
  const missingPasses = wanted.has(null) !== not;
  return (row) => (missing?.[row] === 1 ? missingPasses : (passes[codes[row] ?? 0] ?? false));
}

function amongNumbers({ values, not }: Among, column: NumberColumn): Test {
  const { meaning, missing, values: numbers } = column;
  const asBigInts = !(numbers instanceof Float64Array);
  const wanted = new Set<number | bigint>();
  for (const text of values) {
    if (text === null) continue;
    if (meaning.kind === "number" && !asBigInts) wanted.add(numberOfText(text));
    else if (meaning.kind === "instant" && text === "Invalid Date") wanted.add(Number.NaN);
    else {
      const { below, above } = nearestInteger(meaning, text);
      if (below === above) wanted.add(asBigInts ? below : Number(below));
    }
  }
  const missingPasses = values.includes(null) !== not;
  return (row) => (missing?.[row] === 1 ? missingPasses : wanted.has(numbers[row] ?? 0) !== not);
}

function rangeOfNumbers({ from, to }: Range, { meaning, missing, values }: NumberColumn): Test {
  const floating = meaning.kind === "number" && values instanceof Float64Array;
  const [least, most] = floating
    ? [from === undefined ? undefined : numberOfText(from), to === undefined ? undefined : numberOfText(to)]
    : [
        from === undefined ? undefined : nearestInteger(meaning, from).above,
        to === undefined ? undefined : nearestInteger(meaning, to).below,
      ];
  if (values instanceof Float64Array) {
    const [low, high] = [Number(least ?? Number.NEGATIVE_INFINITY), Number(most ?? Number.POSITIVE_INFINITY)];
    return (row) => {
      const value = values[row] ?? 0;
      return value >= low && value <= high && missing?.[row] !== 1;
    };
  }
  return (row) => {
    const value = values[row] ?? 0n;
    return (
      missing?.[row] !== 1 && (least === undefined || value >= least) && (most === undefined || value <= most)
    );
  };
}

function rangeOfTexts({ from, to }: Range, { meaning, codes, texts, missing }: TextColumn): Test {
  if (meaning.kind !== "number" && meaning.kind !== "decimal")
    throw new DataframeError("unsupported", "Only numbers, days and points in time have a range.");
  const least = from === undefined ? undefined : nearestInteger(meaning, from).above;
  const most = to === undefined ? undefined : nearestInteger(meaning, to).below;
  const passes = texts.all().map((text) => {
    const value = BigInt(text);
    return (least === undefined || value >= least) && (most === undefined || value <= most);
  });
  return (row) => missing?.[row] !== 1 && (passes[codes[row] ?? 0] ?? false);
}

function containsTest(text: string, column: StoredColumn): Test {
  const wanted = text.toLowerCase();
  const { missing } = column;
  if (column.form === "texts") {
    const { codes, texts } = column;
    const passes = new Uint8Array(texts.length);
    for (const [code, each] of texts.all().entries())
      passes[code] = each.toLowerCase().includes(wanted) ? 1 : 0;
    return (row) => passes[codes[row] ?? 0] === 1 && missing?.[row] !== 1;
  }
  const { meaning, values } = column;
  return (row) =>
    missing?.[row] !== 1 &&
    shownText(meaning, values[row] ?? 0)
      .toLowerCase()
      .includes(wanted);
}

function searchTest(search: string, columns: readonly (StoredColumn | undefined)[]): Test {
  const tests = columns
    .filter((column) => column !== undefined)
    .filter((column) => column.form === "texts" || mayBeIn(search, column))
    .map((column) => containsTest(search, column));
  return (row) => tests.some((test) => test(row));
}

/** Spares making texts of numbers that cannot have the searched one in them. */
function mayBeIn(search: string, { meaning }: NumberColumn): boolean {
  const wanted = search.toLowerCase();
  if (meaning.kind === "boolean") return "true".includes(wanted) || "false".includes(wanted);
  if (/^[-+0-9.:etz ]*$/.test(wanted)) return true;
  return "nan".includes(wanted) || "infinity".includes(wanted) || "invalid date".includes(wanted);
}
