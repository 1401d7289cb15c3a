import assert from "node:assert/strict";
import { openColumns } from "../../../../dataframes/engines/columns/open-columns.ts";
import { describeValue } from "../../../../kernel/output/describe-value.ts";
import { toBundle } from "../../../../display/bundle.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import { readFrame } from "../../../support/read-frame.ts";

const thousand = Array.from({ length: 1_000 }, (_, i): Record<string, unknown> => ({ i }));
const { signal } = new AbortController();

async function namesOf(value: unknown): Promise<readonly string[]> {
  return (await readFrame(value)).table.schema.fields.map(({ name }) => name);
}

async function isTable(value: unknown): Promise<boolean> {
  return "application/vnd.apache.arrow.stream" in (await toBundle(value)).data;
}

describe("the rows of an array of objects", () => {
  const late = [...thousand, { i: 1_000, extra: 1.5 }];

  it("bring their columns however late: to the table, the text and a hover", async () => {
    assert.deepEqual(await namesOf(late), ["i", "extra"]);
    assert.match((await readFrame(late)).text, /^Array of objects: 1,001 rows × 2 columns/);
    const { shape, columns } = describeValue(late);
    assert.deepEqual([shape, columns.at(-1)], [[1_001, 2], { name: "extra", type: "number" }]);
  });

  for (const [what, value, type, role] of [
    ["a number", 7, "number", "number"],
    ["a date", new Date(0), "Date", "time"],
    ["a nested value", { a: [1] }, "object", "nested"],
    ["a map", new Map([["k", 1]]), "object", "nested"],
    ["a text", "x", "string", "text"],
  ] as const) {
    it(`are of the kind of the first value where that is ${what} after a thousand without`, async () => {
      for (const first of [{}, { extra: null }]) {
        const rows = [...thousand.map((row) => ({ ...row, ...first })), { i: 0, extra: value }];
        const column = openColumns(rows).describe().columns[1];
        assert.deepEqual([column?.type, column?.role], [type, role]);
        const filter = { kind: "missing", column: 1, missing: false } as const;
        const view = { ...wholeFrame, filters: [filter] };
        const window = await openColumns(rows).window({ view, offset: 0, limit: 9, columns: [1] }, signal);
        assert.equal(window.rows, 1);
      }
    });
  }

  it("may have gaps, which are rows without values", async () => {
    const sparse: unknown[] = [...thousand, null, undefined, { i: 1, extra: "x" }];
    // eslint-disable-next-line @typescript-eslint/no-array-delete -- a hole is what is tried
    delete sparse[0];
    assert.deepEqual(await namesOf(sparse), ["i", "extra"]);
    assert.equal(describeValue(sparse).shape?.[0], 1_003);
  });

  it("are none where an array is nearly all gaps, however long it is", async () => {
    const gaps: unknown[] = [{ i: 1 }];
    gaps[4_000_000_000] = { i: 2 };
    assert.equal(await isTable(gaps), false);
  });

  it("may be instances of one class that are nothing but their fields", async () => {
    class Order {
      readonly id: number;
      constructor(id: number) {
        this.id = id;
      }
    }
    class Special extends Order {
      readonly why = "x";
    }
    assert.match(
      (await readFrame([new Order(1), { id: 2, more: 3 }])).text,
      /^Array of Order: 2 rows × 2 columns/,
    );
    assert.equal(describeValue([new Special(1)]).type, "Array of Special");
    assert.equal(await isTable([new Order(1), new Special(2)]), false);
  });

  class Money {
    readonly amount = 1;
    toJSON(): string {
      return "1 EUR";
    }
  }
  for (const [what, items] of [
    ["maps", [new Map([["a", 1]])]],
    ["errors", [Object.assign(new Error("no"), { code: 1 })]],
    ["dates", [new Date(0)]],
    ["arrays", [[1], [2]]],
    ["values of a class with a form of its own", [new Money()]],
    ["a single other value after a thousand rows", [...thousand, 7]],
    ["dictionaries", [Object.fromEntries(Array.from({ length: 5_000 }, (_, key) => [`k${key}`, key]))]],
  ] as const) {
    it(`are none of ${what}`, async () => {
      assert.equal(await isTable(items), false);
      assert.doesNotMatch(describeValue(items).type, /^Array of/);
    });
  }

  it("make a table up to a thousand columns", async () => {
    const wide = Object.fromEntries(Array.from({ length: 900 }, (_, key) => [`k${key}`, key]));
    assert.equal((await namesOf([wide, wide])).length, 900);
  });
});
