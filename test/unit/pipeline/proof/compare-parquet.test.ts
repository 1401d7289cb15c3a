import assert from "node:assert/strict";
import { parquetWriteBuffer, type ColumnSource } from "hyparquet-writer";
import { compareFiles } from "../../../../pipeline/proof/compare-files.ts";
import { compareParquet } from "../../../../pipeline/proof/compare-parquet.ts";

type Writing = Omit<Parameters<typeof parquetWriteBuffer>[0], "columnData">;

const file = (columnData: ColumnSource[], writing: Writing = {}): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...writing }));
const column = (
  name: string,
  data: unknown[],
  more: Omit<ColumnSource, "name" | "data"> = {},
): ColumnSource => ({
  name,
  data,
  ...more,
});
const count = Array.from({ length: 1000 }, (_, index) => index);
const rows = (
  change: (columns: { id: unknown[]; word: unknown[] }) => void = () => undefined,
): ColumnSource[] => {
  const columns = { id: [...count], word: count.map((index) => `word ${index}`) };
  change(columns);
  return [column("id", columns.id, { type: "INT32" }), column("word", columns.word, { type: "STRING" })];
};

describe("comparing Parquet files", () => {
  it("takes other row groups, another compression and another writer for the same table", async () => {
    const one = file(rows(), { codec: "UNCOMPRESSED", rowGroupSize: 1000 });
    const two = file(rows(), {
      codec: "SNAPPY",
      rowGroupSize: [100, 300],
      statistics: false,
      kvMetadata: [{ key: "written", value: "now" }],
    });
    assert.notDeepEqual(one, two);
    assert.deepEqual(await compareFiles(new Map([["a.parquet", one]]), new Map([["a.parquet", two]])), {
      differences: [],
      sameTables: ["a.parquet"],
    });
  });

  it("names the first row that differs, and its first column", async () => {
    const changed = file(
      rows(({ id, word }) => {
        id[800] = -1;
        word[500] = "other";
        word[800] = "other";
      }),
      { rowGroupSize: 64 },
    );
    assert.deepEqual(await compareParquet(file(rows()), changed), {
      place: 'row 501, column "word"',
      first: '"word 500"',
      second: '"other"',
    });
    const both = file(rows(({ id, word }) => (id[0] = word[0] = null)));
    assert.deepEqual(await compareParquet(file(rows()), both), {
      place: 'row 1, column "id"',
      first: "0",
      second: "null",
    });
  });

  it("tells of rows that are too many where the others are the same", async () => {
    const fewer = file(rows((columns) => (columns.id.pop(), columns.word.pop())));
    const place = { place: "rows", first: "1000", second: "999" };
    assert.deepEqual(await compareParquet(file(rows()), fewer), place);
  });

  it("counts names, order and types of columns", async () => {
    const [id, word] = rows();
    assert.ok(id !== undefined && word !== undefined);
    const one = file([id, word]);
    assert.deepEqual(await compareParquet(one, file([word, id])), {
      place: "column 1",
      first: "id: INT32",
      second: "word: BYTE_ARRAY UTF8",
    });
    assert.deepEqual(await compareParquet(one, file([id])), {
      place: "column 2",
      first: "word: BYTE_ARRAY UTF8",
      second: undefined,
    });
    const wide = await compareParquet(one, file([{ ...id, data: count.map(BigInt), type: "INT64" }, word]));
    assert.deepEqual(wide, { place: "column 1", first: "id: INT32", second: "id: INT64" });
    const never = await compareParquet(one, file([{ ...id, nullable: false }, word]));
    assert.deepEqual(never, { place: "column 1", first: "id: INT32", second: "id: INT32 (never null)" });
  });

  it("sees the last digits of what a reader would round", async () => {
    const at = (nanoseconds: bigint): Uint8Array => {
      const schema = [
        { name: "root", num_children: 2 },
        {
          name: "at",
          type: "INT64" as const,
          repetition_type: "OPTIONAL" as const,
          logical_type: { type: "TIMESTAMP" as const, isAdjustedToUTC: true, unit: "NANOS" as const },
        },
        {
          name: "price",
          type: "INT64" as const,
          repetition_type: "OPTIONAL" as const,
          converted_type: "DECIMAL" as const,
          scale: 2,
          precision: 18,
        },
      ];
      return file([column("at", [nanoseconds]), column("price", [nanoseconds])], { schema });
    };
    const stamp = 1_644_019_200_123_456_789n;
    const found = await compareParquet(at(stamp), at(stamp + 1n));
    assert.deepEqual(found, {
      place: 'row 1, column "at"',
      first: "2022-02-05T00:00:00.123456789",
      second: "2022-02-05T00:00:00.123456790",
    });
  });
});
