import assert from "node:assert/strict";
import { tableFromIPC } from "@uwdata/flechette";
import * as arrow from "apache-arrow";
import { fromArrow } from "../../../../dataframes/detect/arrow.ts";
import { asText } from "../../../../dataframes/values/encoding.ts";
import { writeStream } from "../../../../dataframes/values/write-stream.ts";
import { readOptions } from "../../../../dataframes/values/plain-value.ts";

const batchOf = (rows: readonly number[]): arrow.RecordBatch => {
  const some = <Value>(value: (row: number) => Value): (Value | null)[] =>
    rows.map((row) => (row % 3 === 0 ? null : value(row)));
  const table = new arrow.Table({
    whole: arrow.vectorFromArray(some((row) => row * 7), new arrow.Int32()),
    large: arrow.vectorFromArray(some((row) => 9007199254740993n + BigInt(row)), new arrow.Int64()),
    text: arrow.vectorFromArray(some((row) => `čaj ${"x".repeat(row)}`), new arrow.Utf8()),
    flag: arrow.vectorFromArray(some((row) => row % 2 === 0), new arrow.Bool()),
  }); // prettier-ignore
  const [batch] = table.batches;
  assert.ok(batch !== undefined);
  return batch;
};

function columnsOf(stream: Uint8Array): Record<string, unknown[]> {
  const table = tableFromIPC(stream, readOptions);
  return Object.fromEntries(
    table.names.map((name, index) => [name, Array.from(table.getChildAt(index), (value: unknown) => value)]),
  );
}

describe("the first rows of a frame", () => {
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const table = new arrow.Table([batchOf(range(0, 13)), batchOf(range(13, 14)), batchOf(range(14, 60))]);

  for (const [title, given, from] of [
    ["a table", table, 0],
    ["a slice, which begins within a byte of bits", table.slice(5), 5],
  ] as const)
    it(`are the values of ${title}, over its batches`, () => {
      const stream = fromArrow(given)?.stream(30);
      assert.ok(stream !== undefined);
      const rows = range(from, from + 30);
      const some = (value: (row: number) => unknown) =>
        rows.map((row) => (row % 3 === 0 ? null : value(row)));
      assert.deepEqual(columnsOf(stream), {
        whole: some((row) => row * 7),
        large: some((row) => 9007199254740993n + BigInt(row)),
        text: some((row) => `čaj ${"x".repeat(row)}`),
        flag: some((row) => row % 2 === 0),
      });
    });

  it("are written with texts that end and begin with halves of a character", () => {
    const values = ["\ud83d", "\ude00", "", null, "ž", "plain"];
    const stream = writeStream([{ name: "text", encoding: asText, values }]);
    assert.deepEqual(columnsOf(stream), { text: ["\ufffd", "\ufffd", "", null, "ž", "plain"] });
  });
});
