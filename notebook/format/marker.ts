/** The line a cell begins with: `// %% [kind] name=value other="a value" a title`. */
import type { CellKind } from "../model.ts";

/** What a marker line says. */
export interface Marker {
  readonly kind: CellKind;
  /** `[kind]` that is none of ours; the cell is then code. */
  readonly unknownKind: string | undefined;
  readonly name: string | undefined;
  readonly attributes: ReadonlyMap<string, string>;
}

const kinds: Readonly<Record<string, CellKind>> = {
  code: "code",
  typescript: "code",
  markdown: "markdown",
  md: "markdown",
  parameters: "parameters",
};

const markerLine = /^\/\/ %%(?=\s|$)/;
const word =
  /\[(?<kind>[^\]\s]*)\]|(?<key>[^\s="[\]]+)=(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>\S*))|(?<title>\S+)/g;

/** Whether a line begins a cell. */
export function isMarker(line: string): boolean {
  return markerLine.test(line);
}

/** Reads a marker line. Words that are neither a kind nor `key=value` are its title. */
export function parseMarker(line: string): Marker {
  let kind: CellKind = "code";
  let unknownKind: string | undefined;
  let name: string | undefined;
  const attributes = new Map<string, string>();
  const title: string[] = [];
  for (const { groups } of line.replace(markerLine, "").matchAll(word)) {
    if (groups?.["kind"] !== undefined) {
      const known = Object.hasOwn(kinds, groups["kind"]) ? kinds[groups["kind"]] : undefined;
      kind = known ?? "code";
      unknownKind = known === undefined ? groups["kind"] : undefined;
    } else if (groups?.["key"] !== undefined) {
      const value = groups["plain"] ?? unquote(groups["quoted"] ?? "");
      if (groups["key"] === "name") name = value;
      else attributes.set(groups["key"], value);
    } else if (groups?.["title"] !== undefined) title.push(groups["title"]);
  }
  if (title.length > 0 && !attributes.has("title")) attributes.set("title", title.join(" "));
  return { kind, unknownKind, name, attributes };
}

/** A marker line for a cell that was not read from a file. */
export function writeMarker({ kind, name, attributes }: Omit<Marker, "unknownKind">): string {
  const pairs = [...(name === undefined ? [] : ([["name", name]] as const)), ...attributes];
  return [
    "// %%",
    ...(kind === "code" ? [] : [`[${kind}]`]),
    ...pairs.map(([key, value]) => `${key}=${/^[^\s"\\[\]]+$/.test(value) ? value : quote(value)}`),
  ].join(" ");
}

const quote = (value: string): string =>
  `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;

const unquote = (text: string): string =>
  text.replace(/\\(.)/g, (_, character: string) => ({ n: "\n", r: "\r" })[character] ?? character);
