/** What two runs have written, compared: the first place in which a file differs, as a person would name it. */

import { compareArrow, type Place } from "./compare-arrow.ts";

/** Files by their path, as `data/output/x.csv`. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** A file that is not the same in both. */
export interface Difference extends Place {
  readonly path: string;
}

/** The files that differ, by their paths. */
export function compareFiles(first: Files, second: Files): readonly Difference[] {
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  return paths.flatMap((path) => {
    const [one, two] = [first.get(path), second.get(path)];
    if (one === undefined) return [{ path, first: undefined, second: "the file" }];
    if (two === undefined) return [{ path, first: "the file", second: undefined }];
    if (Buffer.compare(one, two) === 0) return [];
    const byContent = /\.(arrow|arrows|feather|ipc)$/.test(path) ? compareArrow(one, two) : undefined;
    if (byContent === "same") return [];
    return [{ path, ...(byContent ?? firstDifference(path, one, two)) }];
  });
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

function shorten(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
