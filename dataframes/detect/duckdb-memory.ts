/** The memory of DuckDB's vectors, where it holds numbers as Arrow has them. */
import { Type } from "@uwdata/flechette";
import { aCount, property } from "../values/duck-typing.ts";
import type { Encoding } from "../values/encoding.ts";
import { isNumbers } from "../values/column-memory.ts";
import type { ColumnMemory, NumberArray } from "../values/column-memory.ts";

/** What DuckDB writes for infinity, to both sides, in days and in points in time. */
const infiniteDay = 2_147_483_647;
const infiniteInstant = 9_223_372_036_854_775_807n;

/** Undefined where the values have to be asked for one by one. */
export function vectorMemory(vector: object, { type }: Encoding): ColumnMemory | undefined {
  const values = property(vector, "items");
  const validity = property(vector, "validity");
  if (!isNumbers(values) || typeof validity !== "object" || validity === null) return undefined;
  const fits =
    type.typeId === Type.Int ||
    type.typeId === Type.Float ||
    (type.typeId === Type.Date && values instanceof Int32Array) ||
    (type.typeId === Type.Timestamp && values instanceof BigInt64Array);
  if (!fits || (type.typeId !== Type.Int && type.typeId !== Type.Float && hasInfinity(values)))
    return undefined;
  const words = property(validity, "data");
  if (words === null) return { length: values.length, values };
  if (!(words instanceof BigUint64Array)) return undefined;
  const bits = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  return { length: values.length, values, valid: { bits, offset: aCount(property(validity, "offset")) } };
}

/** Infinity has no place in Arrow's days and points in time. */
function hasInfinity(values: NumberArray): boolean {
  return values instanceof BigInt64Array
    ? values.includes(infiniteInstant) || values.includes(-infiniteInstant)
    : values instanceof Int32Array && (values.includes(infiniteDay) || values.includes(-infiniteDay));
}
