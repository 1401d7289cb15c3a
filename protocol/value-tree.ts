/** A value as a tree that one can open, bounded by whoever made it. */

/** The type of an output that holds one. */
export const treeMime = "application/vnd.pipenb.tree.v1+json";

/** Tells how a value is drawn; `object` stands for all that may have children. */
export type TreeKind = "string" | "number" | "keyword" | "function" | "date" | "object" | "error" | "note";

/** One value; what it holds is left out where the bounds were met. */
export interface ValueNode {
  /** The name of the property, the index, or the key of a map. */
  readonly key?: string | undefined;
  readonly kind: TreeKind;
  /** In a line: the value itself, or what it is and how large. */
  readonly text: string;
  readonly children?: readonly ValueNode[] | undefined;
  /** So many more are not told. */
  readonly more?: number | undefined;
}
