/** Arrays of objects, as `JSON.parse` and most database clients give rows. */
import type { Dataframe } from "./dataframe.ts";
import { messageOf } from "./thrown-message.ts";
import { objectRows } from "./object-rows.ts";
import { inferColumn } from "./infer-encoding.ts";
import type { ReadableDataframe, ReadBlock } from "./column-reader.ts";
import { toDataframe } from "./column-reader.ts";

/** Undefined unless the array is rows of a table. */
export function readPlainObjects(array: readonly unknown[]): ReadableDataframe | undefined {
  const rows = objectRows(array);
  if (rows === undefined) return undefined;
  const columns = [...rows.columns].map(([name, since]) => {
    const at = (row: number): unknown => {
      const item = array[row];
      return typeof item === "object" && item !== null ? read(item, name) : undefined;
    };
    const block: ReadBlock = (from, to, values) => readBlock(array, name, { from, to, values });
    return inferColumn(name, array.length, at, { block, since });
  });
  return { kind: rows.kind, rows: () => array.length, columns };
}

/** As the preview shows it. */
export function fromPlainObjects(array: readonly unknown[]): Dataframe | undefined {
  const frame = readPlainObjects(array);
  return frame === undefined ? undefined : toDataframe(frame);
}

function read(item: object, name: string): unknown {
  try {
    return name in Object.prototype && !Object.hasOwn(item, name) ? undefined : Reflect.get(item, name);
  } catch (error) {
    return `[reading threw: ${messageOf(error)}]`;
  }
}

/** Spares what `read` looks at for each value. */
function readBlock(
  array: readonly unknown[],
  name: string,
  { from, to, values }: { readonly from: number; readonly to: number; readonly values: unknown[] },
): boolean {
  if (name in Object.prototype) return false;
  try {
    for (let row = from; row < to; row += 1) {
      const item = array[row];
      // SAFETY: any object may have any property.
      values[row - from] =
        typeof item === "object" && item !== null ? (item as Record<string, unknown>)[name] : undefined;
    }
    return true;
  } catch {
    return false;
  }
}
