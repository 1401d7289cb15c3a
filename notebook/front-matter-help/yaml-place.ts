/** Finds what is being typed at an offset of half-written YAML: a key or a value, of which map, beside which others. */
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Document, Node, Pair } from "yaml";
import type { KeyPath } from "./json-schema.ts";

/** What stands, or would stand, at an offset. */
export interface YamlPlace {
  /** The map, for a key; else the value itself, of which the last step is its key or index. */
  readonly path: KeyPath;
  readonly role: "key" | "value";
  /** Inside `{ }` or `[ ]`. */
  readonly isFlow: boolean;
  /** The other keys of the map, or the other items of the list. */
  readonly others: readonly string[];
  /** A colon is there already. */
  readonly hasColon: boolean;
  /** It can only be an item of the list, whose dash is not typed yet. */
  readonly lacksDash: boolean;
  /** Offsets in the YAML of what is replaced, all on one line. */
  readonly start: number;
  readonly end: number;
}

/** Stands for what is typed; no text has it. */
const mark = "\uE000";

/** The place at `offset`; undefined in comments and wherever nothing can be completed. */
export function placeAt(yaml: string, offset: number): YamlPlace | undefined {
  if (yaml.slice(offset - 1, offset + 1) === "\r\n") return undefined; // no place on any line
  const line = lineAround(yaml, offset);
  const word = {
    start: offset - (/[^\s,[\]{}"'#]*$/.exec(yaml.slice(line.start, offset))?.[0].length ?? 0),
    end: offset + (/^[^\s,[\]{}"'#:]*/.exec(yaml.slice(offset, line.end))?.[0].length ?? 0),
  };
  const hasColon = yaml.startsWith(":", word.end);
  const marked = (as: string): Found | undefined =>
    findMark(yaml.slice(0, word.start) + as + yaml.slice(word.end));
  const plain = marked(mark);
  const isFirst = yaml.slice(line.start, word.start).trim() === "";
  if (plain?.isFlow === true || !isFirst || hasColon) return within(plain, { hasColon, lacksDash: false });
  // A lone word on a line is a key whose colon is still to come, or an item whose dash is.
  const key = marked(`${mark}:`);
  if (key?.isAligned !== false) return within(key, { hasColon, lacksDash: false });
  const item = marked(`- ${mark}`);
  return within(item && { ...item, ...word }, { hasColon, lacksDash: true });

  function within(
    found: Found | undefined,
    rest: Pick<YamlPlace, "hasColon" | "lacksDash">,
  ): YamlPlace | undefined {
    if (found === undefined) return undefined;
    const start = Math.max(found.start, line.start);
    const end = Math.min(Math.max(found.end - mark.length + word.end - word.start, word.end), line.end);
    const quote = /["']/.exec(yaml.charAt(start))?.[0];
    const isClosed = quote !== undefined && end - 1 > start && yaml.charAt(end - 1) === quote;
    const inside = { start: quote === undefined ? start : start + 1, end: isClosed ? end - 1 : end };
    if (offset < inside.start || offset > inside.end) return undefined;
    const { path, role, isFlow, others } = found;
    return { path, role, isFlow, others, ...rest, ...inside };
  }
}

interface Found extends Omit<YamlPlace, "hasColon" | "lacksDash"> {
  /** It stands below the map's other keys, as a key of a block must. */
  readonly isAligned: boolean;
}

function findMark(yaml: string): Found | undefined {
  const document = parseDocument(yaml, { prettyErrors: false, logLevel: "silent" });
  let found: Found | undefined;
  visit(document, {
    Scalar: (key, node, ancestors) => {
      const { range } = node;
      if (!isMarked(node) || range === undefined || range === null) return undefined;
      const columnOf = (at: number): number => at - lineAround(yaml, at).start;
      const map = ancestors.findLast((each) => isMap(each));
      const isAligned = columnOf(map?.range?.[0] ?? range[0]) === columnOf(range[0]);
      found = { ...describe(key, node, ancestors), isAligned, start: range[0], end: range[1] };
      return visit.BREAK;
    },
  });
  return found;
}

type Ancestors = readonly (Document | Node | Pair)[];

function describe(
  key: number | "key" | "value" | null,
  node: unknown,
  ancestors: Ancestors,
): Pick<Found, "path" | "role" | "isFlow" | "others"> {
  const own = pathOf(ancestors, node);
  const collection = ancestors.findLast((each) => isMap(each) || isSeq(each));
  const isFlow = ancestors.some((each) => (isMap(each) || isSeq(each)) && each.flow === true);
  const role = key === "key" ? "key" : "value";
  const path = role === "key" ? own.slice(0, -1) : own;
  return { path, role, isFlow, others: othersIn(collection) };
}

/** The steps from the top to a node, by the maps and lists around it. */
function pathOf(ancestors: Ancestors, node: unknown): KeyPath {
  const chain: readonly unknown[] = [...ancestors, node];
  return chain.flatMap((each, index): (string | number)[] => {
    if (isPair(each)) return [textOf(each.key)];
    if (isSeq(each)) return [each.items.indexOf(chain[index + 1])];
    return [];
  });
}

function othersIn(collection: unknown): readonly string[] {
  if (isMap(collection)) return collection.items.map(({ key }) => textOf(key)).filter(isOther);
  if (isSeq(collection)) return collection.items.map(textOf).filter(isOther);
  return [];
}

function isOther(text: string): boolean {
  return !text.includes(mark);
}

function isMarked(node: unknown): boolean {
  return isScalar(node) && typeof node.value === "string" && node.value.includes(mark);
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : "";
}

function lineAround(text: string, offset: number): { readonly start: number; readonly end: number } {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const after = /\r?\n/.exec(text.slice(offset));
  return { start, end: after === null ? text.length : offset + after.index };
}
