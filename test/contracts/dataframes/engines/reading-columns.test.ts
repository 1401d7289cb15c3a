import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openColumns } from "../../../../dataframes/engines/columns/open-columns.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";

const rows = 40_000;
const never = new AbortController().signal;

/** How often each value of a column is there, the most frequent ones. */
async function valuesOf(array: readonly unknown[], column: number): Promise<unknown> {
  const { values } = await openColumns([...array]).values(wholeFrame, column, "", 4, never);
  return Object.fromEntries(values.map(({ value, count }) => [String(value), count]));
}

async function csvOf(value: object): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "rows-"));
  try {
    const engine = openColumns(value);
    const columns = engine.describe().columns.map((_, index) => index);
    await engine.write(join(folder, "out.csv"), "csv", wholeFrame, columns, never);
    return (await readFile(join(folder, "out.csv"), "utf8")).trimEnd().split("\r\n");
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("reading columns of arrays of objects", () => {
  it("columns that only the last row has are missing before, and in a file", async () => {
    const late = [...Array.from({ length: 1_000 }, (_, i) => ({ i })), { i: 1_000, extra: 1.5 }];
    const [summary] = await openColumns(late).summarize(wholeFrame, [1], never);
    assert.equal(summary?.nulls, 1_000);
    const csv = await csvOf(late);
    assert.deepEqual([csv[0], csv.at(-1)], ["i,extra", "1000,1.5"]);
  });

  it("columns keep all values where later ones are of another kind", async () => {
    const csv = await csvOf([
      ...Array.from({ length: 1_000 }, (_, i) => ({ i })),
      { i: "many" },
      { i: [1, 2] },
    ]);
    assert.deepEqual(csv.slice(-3), ["999", "many", '"[1,2]"']);
  });

  it("columns whose later values are of another kind do not disturb those that are read with them", async () => {
    const array = Array.from({ length: rows }, (_, row) => ({
      number: row % 2,
      mixed: row === rows - 1 ? "text" : 1,
      large: row === rows - 2 ? 2n ** 80n : 7n,
      flag: row === 20_000 ? 1 : true,
      day: row === 30_000 ? "never" : new Date(0),
    }));
    const summaries = await openColumns(array).summarize(wholeFrame, [0, 1, 2, 3, 4], never);
    assert.deepEqual(
      summaries.map(({ column, count, distinct }) => [column, count, distinct]),
      [0, 1, 2, 3, 4].map((column) => [column, rows, 2]),
    );
    assert.equal(summaries[2]?.max, String(2n ** 80n));
    assert.deepEqual(await valuesOf(array, 1), { "1": rows - 1, text: 1 });
    assert.deepEqual(await valuesOf(array, 3), { true: rows - 1, "1": 1 });
  });

  it("texts of any script and length stay apart, missing ones from empty ones", async () => {
    const texts = ["žluťoučký", "", null, "𝄞", "x".repeat(3_000), undefined, "ascii"];
    const array = Array.from({ length: rows }, (_, row) => ({ text: texts[row % 7], n: row }));
    const [summary] = await openColumns(array).summarize(wholeFrame, [0], never);
    const times = (place: number): number => array.filter(({ n }) => n % 7 === place).length;
    assert.deepEqual([summary?.nulls, summary?.distinct], [times(2) + times(5), 5]);
    const counts = new Map(summary?.top?.map(({ value, count }) => [value, count]));
    for (const place of [0, 1, 3, 4, 6]) assert.equal(counts.get(texts[place] ?? ""), times(place));
  });

  it("halves of a character stay in their own texts", async () => {
    const array = Array.from({ length: 2_000 }, (_, row) => ({
      text: row % 2 === 0 ? "a\ud834" : "\udd1eb",
    }));
    const { values } = await openColumns(array).values(wholeFrame, 0, "", 4, never);
    assert.deepEqual(
      values.map(({ value, count }) => [value, count]),
      [
        ["a\ufffd", 1_000],
        ["\ufffdb", 1_000],
      ],
    );
  });

  it("names that every object has are columns only where rows have them themselves", async () => {
    const array = Array.from({ length: rows }, (_, row) =>
      row % 4 === 0 ? { toString: "own", constructor: 1 } : { id: row },
    );
    const summaries = await openColumns(array).summarize(wholeFrame, [0, 1, 2], never);
    assert.deepEqual(
      summaries.map(({ nulls }) => nulls),
      [(rows * 3) / 4, (rows * 3) / 4, rows / 4],
    );
  });

  it("a row that throws when it is read says so in its place, and no others", async () => {
    const array = Array.from({ length: rows }, (_, row) => ({ text: `t${row % 3}` }));
    Object.defineProperty(array[30_000], "text", {
      get: () => {
        throw new Error("not now");
      },
    });
    assert.deepEqual(await valuesOf(array, 0), {
      t0: 13_333,
      t1: 13_333,
      t2: 13_333,
      "[reading threw: not now]": 1,
    });
  });
});
