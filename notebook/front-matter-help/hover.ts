/** Says what a key of the front matter means. */
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { findYaml } from "./find-block.ts";
import { schemaAt, type KeyPath } from "./json-schema.ts";
import { describeKey } from "./words.ts";

/** What is shown of a key. */
export interface FrontMatterHover {
  readonly markdown: string;
  /** Offsets of the key in the file. */
  readonly start: number;
  readonly end: number;
}

/** What the key at an offset of the file means; undefined where there is no key that the front matter knows. */
export function hoverFrontMatter(text: string, offset: number): FrontMatterHover | undefined {
  const block = findYaml(text);
  if (block === undefined || offset < block.start || offset > block.start + block.yaml.length)
    return undefined;
  const { contents } = parseDocument(block.yaml, { prettyErrors: false, logLevel: "silent" });
  const key = keyAt(contents, offset - block.start, []);
  const schema = key === undefined ? undefined : schemaAt(key.path);
  if (key === undefined || schema === undefined) return undefined;
  const described = describeKey(String(key.path.at(-1)), schema);
  if (described === undefined) return undefined;
  const title = `**${key.path.join(".")}**`;
  return {
    markdown: `${title}\n\n${described}`,
    start: block.start + key.start,
    end: block.start + key.end,
  };
}

interface Key {
  readonly path: KeyPath;
  readonly start: number;
  readonly end: number;
}

function keyAt(node: unknown, offset: number, path: KeyPath): Key | undefined {
  if (isSeq(node)) {
    return firstOf(node.items, (item, index) => keyAt(item, offset, [...path, index]));
  }
  if (!isMap(node)) return undefined;
  return firstOf(node.items, ({ key, value }) => {
    if (!isScalar(key)) return undefined;
    const own = [...path, String(key.value)];
    const [start, end] = key.range ?? [0, -1];
    return start <= offset && offset <= end ? { path: own, start, end } : keyAt(value, offset, own);
  });
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => Key | undefined,
): Key | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
