/** Frames of nodejs-polars made of the contract's columns, by way of Arrow: its own constructors lose large integers. */
import { float64, int32, list, struct, utf8 } from "@uwdata/flechette";
import pl from "nodejs-polars";
import {
  asBigInt,
  asBoolean,
  asBytes,
  asDay,
  asDecimal,
  asInstant,
  asInteger,
  asNumber,
  asText,
} from "../../../dataframes/values/encoding.ts";
import type { Encoding } from "../../../dataframes/values/encoding.ts";
import { writeStream } from "../../../dataframes/values/write-stream.ts";
import type { ContractColumn, ContractType } from "./contract-column.ts";

const same = (value: unknown): unknown => value;

const encodings: Readonly<Record<ContractType, Encoding>> = {
  int32: asInteger(32, true),
  int64: asBigInt(true),
  float64: asNumber,
  decimal: asDecimal(20, 2),
  text: asText,
  boolean: asBoolean,
  date: asDay,
  timestamp: asInstant(2, null),
  instant: asInstant(1, "UTC"),
  zoned: asInstant(2, "Europe/Berlin"),
  list: { type: list(float64()), encode: same },
  struct: { type: struct({ a: int32(), b: utf8() }), encode: same },
  binary: asBytes,
};

export function polarsFrame(columns: readonly ContractColumn[]): pl.DataFrame {
  if (columns.length === 0) return pl.DataFrame({});
  const stream = writeStream(
    columns.map(({ name, type, values }) => ({ name, values, encoding: encodings[type] })),
  );
  return pl.readIPCStream(Buffer.from(stream));
}
