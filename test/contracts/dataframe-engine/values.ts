/** Values of a column with their counts. */
import assert from "node:assert/strict";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { Filter } from "../../../dataframes/protocol/view.ts";
import type { ContractValue } from "../../support/frame-engine/contract-column.ts";
import { never, view } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function tellsValues({ answered, at, named }: UnderTest): void {
  describe("tells the values of a column", () => {
    answered("values", "most frequent first, then in their order", async (engine) => {
      const found = await engine.values(wholeFrame, at("word"), "", 100, never);
      const counts = new Map<ContractValue, number>();
      for (const value of named("word").values) counts.set(value, (counts.get(value) ?? 0) + 1);
      assert.deepEqual(new Map(found.values.map(({ value, count }) => [value, count])), counts);
      assert.equal(found.more, false);
      const sorted = found.values.map(({ count }) => count);
      assert.deepEqual(
        sorted,
        sorted.toSorted((a, b) => b - a),
      );
    });
    answered("values", "only those with a text in them, and at most so many", async (engine) => {
      const found = await engine.values(wholeFrame, at("word"), "AN", 100, never);
      assert.deepEqual(
        found.values.map(({ value }) => value),
        ["Banana"],
      );
      const two = await engine.values(wholeFrame, at("few"), "", 2, never);
      assert.deepEqual([two.values.length, two.more], [2, true]);
    });
    answered("values", "of the rows of the view", async (engine) => {
      const filters: Filter[] = [{ kind: "range", column: at("row"), from: "5", to: "6" }];
      const found = await engine.values(view({ filters }), at("row"), "", 10, never);
      assert.deepEqual(found, { values: [{ value: "5", count: 1 }, { value: "6", count: 1 }], more: false }); // prettier-ignore
    });
  });
}
