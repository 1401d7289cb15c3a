/**
 * A value as a tree that one can open: told breadth first until the bounds are met, so that what stands at the top is whole.
 * Runs none of the value's own code: getters and proxies are named, not asked.
 */
import { inspect, types } from "node:util";
import type { TreeKind, ValueNode } from "../protocol/value-tree.ts";
import { typeOf } from "../dataframes/detect/type-name.ts";
import { quietText } from "./quiet-text.ts";

const most = { nodes: 3_000, children: 100, depth: 12, text: 2_000 } as const;

/** One thing that a value holds. */
interface Held {
  readonly key: string;
  readonly property: PropertyDescriptor;
}

/** A node whose children are still to be told. */
interface Open {
  readonly node: { key?: string; kind: TreeKind; text: string; children?: ValueNode[]; more?: number };
  readonly value: object;
  readonly above: readonly object[];
}

/** Undefined where there is nothing to open. Never throws. */
export function valueTree(value: unknown): ValueNode | undefined {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return undefined;
  try {
    const root = nodeOf(undefined, value);
    const queue: Open[] = [{ node: root, value, above: [] }];
    let left: number = most.nodes;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (next.above.length >= most.depth) continue;
      const { held, count } = heldBy(next.value);
      const told = held.slice(0, Math.min(left, most.children));
      left -= told.length;
      if (count === 0) continue;
      const above = [...next.above, next.value];
      next.node.children = told.map((each) => childOf(each, above, queue));
      if (count > told.length) next.node.more = count - told.length;
    }
    return root.children === undefined ? undefined : root;
  } catch {
    return undefined;
  }
}

function childOf({ key, property }: Held, above: readonly object[], queue: Open[]): ValueNode {
  if (property.get !== undefined || property.set !== undefined)
    return { key, kind: "note", text: "(getter, not run)" };
  const value: unknown = property.value;
  if (typeof value !== "object" || value === null) return nodeOf(key, value);
  if (above.includes(value)) return { key, kind: "note", text: `(circular: ${titleOf(value)})` };
  const node = nodeOf(key, value);
  if (!types.isProxy(value)) queue.push({ node, value, above });
  return node;
}

function nodeOf(key: string | undefined, value: unknown): Open["node"] {
  return { ...(key === undefined ? {} : { key }), kind: kindOf(value), text: cut(titleOf(value)) };
}

function kindOf(value: unknown): TreeKind {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
    case "bigint":
      return "number";
    case "function":
      return "function";
    case "object":
      if (value === null) return "keyword";
      if (types.isDate(value)) return "date";
      return value instanceof Error ? "error" : "object";
    default:
      return "keyword";
  }
}

/** The value in a line: what it is and how many it holds, or all of it where it is a single thing. */
function titleOf(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(cut(value)) : quietText(value, { depth: 0 });
  if (types.isProxy(value)) return "Proxy";
  const name = typeOf(value);
  if (types.isDate(value) || types.isRegExp(value) || types.isBoxedPrimitive(value))
    return quietText(value, { depth: 0 });
  if (value instanceof Error) return errorTitle(value, name);
  if (Array.isArray(value)) return `${name}(${value.length})`;
  if (types.isTypedArray(value)) return `${name}(${value.length})`;
  if (types.isMap(value) || types.isSet(value)) return `${name}(${heldBy(value).count})`;
  return name === "Object" ? `{${Object.keys(value).length === 0 ? "" : "…"}}` : `${name} {…}`;
}

function errorTitle(value: object, name: string): string {
  const message: unknown = Object.getOwnPropertyDescriptor(value, "message")?.value;
  return typeof message === "string" && message !== "" ? `${name}: ${message}` : name;
}

/** What a value holds, and how many there are: only as many are read as can be told. */
function heldBy(value: object): { readonly held: readonly Held[]; readonly count: number } {
  if (types.isMap(value)) {
    const entries = [...Map.prototype.entries.call(value)];
    const own = propertiesOf(value);
    const held = entries.slice(0, most.children).map(([key, each]) => ({
      key:
        typeof key === "string"
          ? JSON.stringify(key)
          : inspect(key, { customInspect: false, depth: 1, breakLength: Infinity }),
      property: { value: each as unknown },
    }));
    return { held: [...held, ...own.held], count: entries.length + own.count };
  }
  if (types.isSet(value)) {
    const items = [...Set.prototype.values.call(value)];
    const held = items
      .slice(0, most.children)
      .map((each, index) => ({ key: String(index), property: { value: each as unknown } }));
    return { held, count: items.length };
  }
  if (types.isTypedArray(value)) {
    const items: Iterable<unknown> = value.subarray(0, most.children);
    const held = [...items].map((each, index) => ({ key: String(index), property: { value: each } }));
    return { held, count: value.length };
  }
  return propertiesOf(value);
}

function propertiesOf(value: object): { readonly held: readonly Held[]; readonly count: number } {
  const shown = (name: string | symbol): boolean =>
    Object.prototype.propertyIsEnumerable.call(value, name) ||
    (value instanceof Error && ["cause", "errors", "stack"].includes(String(name)));
  const names = (
    Array.isArray(value) || value instanceof Error
      ? Reflect.ownKeys(value)
      : [...Object.keys(value), ...Object.getOwnPropertySymbols(value)]
  ).filter(shown);
  const held = names.slice(0, most.children).map((name) => ({
    key: String(name),
    property: Object.getOwnPropertyDescriptor(value, name) ?? {},
  }));
  return { held, count: names.length };
}

function cut(text: string): string {
  return text.length <= most.text ? text : `${text.slice(0, most.text)}… (${text.length} characters)`;
}
