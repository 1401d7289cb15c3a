/** Rows that have a text in any column. */
import assert from "node:assert/strict";
import type { ContractColumn } from "../../support/frame-engine/contract-column.ts";
import { rowsWhere } from "../../support/frame-engine/reference.ts";
import { lower } from "./texts.ts";
import type { UnderTest } from "./under-test.ts";

export function searches({ lacks, open, types, numbers, answered, named }: UnderTest): void {
  describe("searches", () => {
    answered("search", "all columns, in any case", async (engine) => {
      const expected = new Set(
        ["row", "word", "long"].flatMap((each) =>
          rowsWhere(named(each), (value) => lower(value).includes("elder berry 7")),
        ),
      );
      const found = await numbers(engine, { search: "ELDER berry 7" });
      assert.deepEqual(found, [...expected]);
      assert.ok(found.length > 0);
    });

    for (const [type, text, rows] of [
      ["int64", "40993", [0]],
      ["decimal", "-12.5", [0]],
      ["date", "02-06", [4]],
      ["struct", "plum", [0]],
      ["text", '<B>&"', [4]],
    ] as const)
      if (!lacks.has(type) && !lacks.has("search"))
        it(`in ${type} columns`, async () => {
          const numbered: ContractColumn = { name: "n", type: "int32", values: [0, 1, 2, 3, 4, 5, 6] };
          const { engine } = await open([numbered, ...types.filter((each) => each.type === type)]);
          assert.deepEqual(await numbers(engine, { search: text }), rows);
        });
  });
}
