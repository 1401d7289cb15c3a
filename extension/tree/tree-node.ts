/** What a tree shows, whichever way it came: told by the kernel, or read out of JSON when it is opened. */
import * as z from "zod/mini";
import type { TreeKind, ValueNode } from "../../protocol/value-tree.ts";

/** A line of the tree. */
export interface TreeNode {
  readonly key: string | undefined;
  readonly kind: TreeKind;
  readonly text: string;
  /** Undefined where there is nothing to open; called when somebody opens it. */
  readonly open: (() => readonly TreeNode[]) | undefined;
}

const ValueNodeSchema: z.ZodMiniType<ValueNode> = z.object({
  key: z.optional(z.string()),
  kind: z.enum(["string", "number", "keyword", "function", "date", "object", "error", "note"]),
  text: z.string(),
  get children() {
    return z.optional(z.array(ValueNodeSchema));
  },
  more: z.optional(z.number()),
});

/** Throws on what is no tree. */
export function readTree(text: string): TreeNode {
  return ofValue(ValueNodeSchema.parse(JSON.parse(text)));
}

function ofValue({ key, kind, text, children, more }: ValueNode): TreeNode {
  const rest = more === undefined ? [] : [note(`… ${String(more)} more`)];
  const open = children === undefined ? undefined : () => [...children.map(ofValue), ...rest];
  return { key, kind, text, open };
}

/** Throws on what is no JSON. */
export function readJson(text: string): TreeNode {
  return ofJson(undefined, JSON.parse(text));
}

function ofJson(key: string | undefined, value: unknown): TreeNode {
  if (typeof value === "string") return { key, kind: "string", text: JSON.stringify(value), open: undefined };
  if (typeof value === "number") return { key, kind: "number", text: String(value), open: undefined };
  if (typeof value !== "object" || value === null)
    return { key, kind: "keyword", text: String(value), open: undefined };
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const text = Array.isArray(value) ? `[${String(entries.length)}]` : `{${entries.length === 0 ? "" : "…"}}`;
  const open = entries.length === 0 ? undefined : () => entries.map(([name, each]) => ofJson(name, each));
  return { key, kind: "object", text, open };
}

function note(text: string): TreeNode {
  return { key: undefined, kind: "note", text, open: undefined };
}
