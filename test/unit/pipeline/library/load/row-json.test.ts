import assert from "node:assert/strict";
import { piecesOf } from "../../../../../pipeline/library/load/row-json.ts";
import type { Piece, Rows, RowShape } from "../../../../../pipeline/library/load/row-json.ts";

async function all(rows: Rows<unknown>, shape: Partial<RowShape> = {}) {
  const pieces: Piece[] = [];
  let columns: readonly string[] | undefined;
  const onColumns = (names: readonly string[]): void => {
    columns = names;
  };
  for await (const piece of piecesOf(rows, { columns: undefined, key: {}, onColumns, ...shape }))
    pieces.push(piece);
  return { pieces, columns };
}

const text = async (row: unknown, shape?: Partial<RowShape>): Promise<string | undefined> =>
  (await all([row], shape)).pieces[0]?.rows[0];

describe("rows as JSON for PostgreSQL", () => {
  it("come in pieces of a bounded number and size, each with the number of its first row", async () => {
    const sizes = ({ pieces }: Awaited<ReturnType<typeof all>>) =>
      pieces.map(({ first, rows }) => [first, rows.length]);
    const many = Array.from({ length: 20_001 }, (_, id) => ({ id }));
    assert.deepEqual(sizes(await all(many)), [
      [1, 10_000],
      [10_001, 10_000],
      [20_001, 1],
    ]);
    const large = Array.from({ length: 5 }, () => ({ text: "x".repeat(2_000_000) }));
    assert.deepEqual(sizes(await all(large)), [
      [1, 2],
      [3, 2],
      [5, 1],
    ]);
    assert.deepEqual(sizes(await all([])), []);
  });

  it("have the key's columns and those of the first row, in one order whatever the order of the properties", async () => {
    const rows = (async function* () {
      yield { b: 1, a: 2 };
      await Promise.resolve();
      yield { a: 3, b: 4, day: "other" };
    })();
    const { pieces, columns } = await all(rows, { key: { day: "2024-03-01" } });
    assert.deepEqual(columns, ["day", "b", "a"]);
    assert.deepEqual(pieces[0]?.rows, ['{"day":"2024-03-01","b":1,"a":2}', '{"day":"other","b":4,"a":3}']);
  });

  it("leave out what is undefined, and what is not asked for", async () => {
    assert.equal(await text({ a: undefined, b: null }), '{"b":null}');
    assert.equal(await text({ a: 1, b: 2 }, { columns: ["b", "constructor"] }), '{"b":2}');
    await assert.rejects(all([{ a: 1 }, { b: 2 }]), {
      message:
        'Row 2 has "b", which the first row has not. Give all rows the same properties, or name those to take in "columns".',
    });
  });

  it("keep what JSON has no word for as text", async () => {
    const values = {
      n: 12n,
      nan: Number.NaN,
      no: -Infinity,
      bytes: new Uint8Array([1, 255]),
      bad: new Date("x"),
    };
    assert.equal(
      await text({ ...values, deep: [1n, new Date(0)] }),
      '{"n":"12","nan":"NaN","no":"-Infinity","bytes":"\\\\x01ff","bad":"Invalid Date","deep":["1","1970-01-01T00:00:00.000Z"]}',
    );
  });

  it("may say themselves what they are", async () => {
    class Row {
      toJSON = (): object => ({ id: 1 });
    }
    assert.equal(await text(new Row()), '{"id":1}');
  });

  it("are refused by their number where they are none, or hold what JSON cannot", async () => {
    for (const row of ["x", null, [1], 7])
      await assert.rejects(all([{}, row]), { message: /^Row 2 is no object\./ });
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const value of [() => 1, Symbol("s"), circle])
      await assert.rejects(all([{ "a b": value }]), {
        message: /^Row 1, column "a b": a value that JSON cannot hold/,
      });
  });
});
