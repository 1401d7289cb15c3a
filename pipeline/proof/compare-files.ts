/** What two runs have written, compared: the first place in which a file differs, as a person would name it. */

import { compareArrow } from "./compare-arrow.ts";
import { compareParquet } from "./compare-parquet.ts";
import { shorten, type ComparedTables, type Place } from "./place.ts";

/** Files by their path, as `data/output/x.csv`. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** A file that is not the same in both. */
export interface Difference extends Place {
  readonly path: string;
  /** Why it was compared by its bytes, where its name promises a table. */
  readonly note?: string;
}

export interface ComparedFiles {
  /** The files that differ, in the order of their paths. */
  readonly differences: readonly Difference[];
  /** Paths of files with other bytes that hold the same table. */
  readonly sameTables: readonly string[];
}

/** Compares the files of one path with each other. */
export async function compareFiles(first: Files, second: Files): Promise<ComparedFiles> {
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  const differences: Difference[] = [];
  const sameTables: string[] = [];
  for (const path of paths) {
    const [one, two] = [first.get(path), second.get(path)];
    if (one === undefined) differences.push({ path, first: undefined, second: "the file" });
    else if (two === undefined) differences.push({ path, first: "the file", second: undefined });
    else if (Buffer.compare(one, two) !== 0) {
      const place = await differingPlace(path, one, two);
      if (place === "same") sameTables.push(path);
      else differences.push({ path, ...place });
    }
  }
  return { differences, sameTables };
}

/** What stands for the bytes of a file that is too large to be held. */
export function digestLine(size: number, sha256: string): Uint8Array {
  return Buffer.from(`${size} bytes, sha256:${sha256}`);
}

const digestPattern = /^\d+ bytes, sha256:[0-9a-f]{64}$/;

interface Tables {
  readonly ending: RegExp;
  readonly format: string;
  readonly compare: (one: Uint8Array, two: Uint8Array) => ComparedTables | Promise<ComparedTables>;
}

const tables: readonly Tables[] = [
  { ending: /\.(arrow|arrows|feather|ipc)$/, format: "Arrow", compare: compareArrow },
  { ending: /\.(parquet|pq)$/, format: "Parquet", compare: compareParquet },
];

async function differingPlace(
  path: string,
  one: Uint8Array,
  two: Uint8Array,
): Promise<Omit<Difference, "path"> | "same"> {
  const table = tables.find(({ ending }) => ending.test(path));
  if (table === undefined) return firstDifference(path, one, two);
  const compared = await table.compare(one, two);
  if (compared === "same") return compared;
  if (!("unreadable" in compared))
    return { ...compared, first: shorten(compared.first), second: shorten(compared.second) };
  const isTooLarge = [one, two].some((bytes) => digestPattern.test(textOf(bytes) ?? ""));
  const why = isTooLarge ? "it is too large" : `it cannot be read as ${table.format}: ${compared.unreadable}`;
  return { ...firstDifference(path, one, two), note: `compared by its bytes, as ${why}` };
}

function firstDifference(path: string, one: Uint8Array, two: Uint8Array): Place {
  const [first, second] = [textOf(one), textOf(two)];
  if (first === undefined || second === undefined) return differingByte(one, two);
  if (path.endsWith(".json")) {
    const place = differingValue(first, second);
    if (place !== undefined) return place;
  }
  const separator = /\.(csv|tsv)$/.exec(path)?.[1];
  return differingLine(first, second, separator === undefined ? undefined : separator === "csv" ? "," : "\t");
}

/** undefined for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function differingByte(one: Uint8Array, two: Uint8Array): Place {
  const length = Math.min(one.length, two.length);
  let at = 0;
  while (at < length && one[at] === two[at]) at += 1;
  const shown = (bytes: Uint8Array): string =>
    at < bytes.length ? Buffer.from(bytes.subarray(at, at + 8)).toString("hex") : "the end";
  return { place: `byte ${at + 1}`, first: shown(one), second: shown(two) };
}

function differingLine(first: string, second: string, separator: string | undefined): Place {
  const [one, two] = [first.split("\n"), second.split("\n")];
  let at = 0;
  while (at < one.length && one[at] === two[at]) at += 1;
  const [left, right] = [one[at], two[at]];
  const line = `line ${at + 1}`;
  if (separator !== undefined && at > 0 && left !== undefined && right !== undefined) {
    const [names, before, after] = [one[0] ?? "", left, right].map((text) => cellsOf(text, separator));
    const column = before?.findIndex((value, index) => value !== after?.[index]) ?? -1;
    if (column >= 0 && before?.length === after?.length)
      return {
        place: `${line}, column "${names?.[column] ?? column + 1}"`,
        first: shorten(before?.[column]),
        second: shorten(after?.[column]),
      };
  }
  return { place: line, first: shorten(left), second: shorten(right) };
}

/** The values of a line of CSV, quotes taken off. */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells = line.match(new RegExp(`("([^"]|"")*"|[^${separator}]*)(${separator}|$)`, "g")) ?? [];
  return cells.slice(0, line.endsWith(separator) ? undefined : -1).map((cell) =>
    cell
      .replace(new RegExp(`${separator}$`), "")
      .replace(/^"(.*)"$/s, "$1")
      .replaceAll('""', '"'),
  );
}

/** The way to the first value that differs; undefined where one of them is no JSON, or only written otherwise. */
function differingValue(first: string, second: string): Place | undefined {
  try {
    return differing(JSON.parse(first), JSON.parse(second), "$");
  } catch {
    return undefined;
  }
}

function differing(one: unknown, two: unknown, way: string): Place | undefined {
  if (isRecord(one) && isRecord(two) && Array.isArray(one) === Array.isArray(two)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(two)])) {
      const step = Array.isArray(one)
        ? `[${key}]`
        : /^\w+$/.test(key)
          ? `.${key}`
          : `[${JSON.stringify(key)}]`;
      const found = differing(one[key], two[key], `${way}${step}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Object.is(one, two)) return undefined;
  return { place: way, first: shorten(JSON.stringify(one)), second: shorten(JSON.stringify(two)) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
