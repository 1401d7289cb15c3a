/** Changes the YAML of a front matter block and leaves its comments, order and style as they are where it can. */
import { isMap, isScalar, isSeq, parseDocument, Document, visit, YAMLMap, YAMLSeq } from "yaml";
import type { FrontMatter } from "../front-matter.ts";
import { defaultFrontMatter } from "./read-front-matter.ts";

/** YAML for front matter that has none yet: what differs from the defaults. */
export function newYaml(frontMatter: FrontMatter): string {
  return print(new Document(withoutDefaults(frontMatter, { ...defaultFrontMatter(), pipenb: undefined })));
}

/** The YAML with the changes that lead from one front matter to the other; undefined when they would leave an alias without its anchor. */
export function editYaml(yaml: string, before: FrontMatter, after: FrontMatter): string | undefined {
  const document = parseDocument(yaml.replaceAll(/\r\n?/g, "\n"));
  if (!isMap(document.contents)) return newYaml(after);
  change(document, document.contents, before, after, defaultFrontMatter());
  return hasLooseAlias(document) ? undefined : print(document);
}

type Plain = Readonly<Record<string, unknown>>;

function change(document: Document, map: YAMLMap, before: Plain, after: Plain, defaults: Plain): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, wanted, byDefault] = [own(before, key), own(after, key), own(defaults, key)];
    if (same(old, wanted)) continue;
    const node = map.get(key, true);
    if (wanted === undefined || (same(wanted, byDefault) && key !== "pipenb")) map.delete(key);
    else if (isMap(node) && isPlain(old) && isPlain(wanted) && !same(old, byDefault)) {
      change(document, node, old, wanted, isPlain(byDefault) ? byDefault : {});
    } else if (isSeq(node) && Array.isArray(old) && Array.isArray(wanted)) {
      changeItems(document, node, old, wanted);
    } else if (isScalar(node) && (typeof wanted === "string" || typeof wanted === "number"))
      node.value = wanted;
    else map.set(key, document.createNode(withoutDefaults(wanted, byDefault)));
  }
}

/** Items that stay keep their node, and with it their comments. */
function changeItems(
  document: Document,
  seq: YAMLSeq,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  const old = [...seq.items];
  seq.items = after.map((item) => {
    const index = before.findIndex((other, at) => same(other, item) && old[at] !== undefined);
    const kept = index === -1 ? undefined : old[index];
    if (kept === undefined) return document.createNode(item);
    old[index] = undefined;
    return kept;
  });
}

/** A value without what its defaults say anyway. */
function withoutDefaults(value: unknown, defaults: unknown): unknown {
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => inner !== undefined && !(isPlain(defaults) && same(inner, own(defaults, key))),
  );
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      key,
      withoutDefaults(inner, isPlain(defaults) ? own(defaults, key) : undefined),
    ]),
  );
}

function hasLooseAlias(document: Document): boolean {
  let loose = false;
  visit(document, {
    Alias: (_, alias) => {
      loose ||= alias.resolve(document) === undefined;
    },
  });
  return loose;
}

function print(document: Document): string {
  // `*/` would end the comment around the block; in double quotes `\/` stands for `/`.
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && scalar.value.includes("*/")) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).replaceAll("*/", "*\\/");
}

function own(value: Plain, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
