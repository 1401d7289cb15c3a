/** A dataframe in a line. */
import { findFrame } from "./find-frame.ts";
import { preview } from "./preview.ts";

interface FrameLine {
  readonly type: string;
  readonly shape: (number | null)[];
  /** The columns with their types. */
  readonly preview: string;
}

/** Undefined when the value is no dataframe. May throw where it only resembles one. */
export function describeFrame(value: object): FrameLine | undefined {
  const found = findFrame(value);
  if (found === undefined) return undefined;
  if ("text" in found) return { type: "LazyFrame", shape: [null], preview: found.text };
  const { rows, width, columns } = preview(found, found.stream(1));
  return {
    type: found.kind,
    shape: [rows, width],
    preview: columns.map(({ name, type }) => `${name}: ${type}`).join(", "),
  };
}
