/** Rows and columns that are asked for, with their values of every type. */
import assert from "node:assert/strict";
import type { View } from "../../../dataframes/protocol/view.ts";
import { expectedTexts } from "../../support/frame-engine/contract-column.ts";
import type { ContractColumn } from "../../support/frame-engine/contract-column.ts";
import { sortedRows } from "../../support/frame-engine/reference.ts";
import { isBadRequest } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function givesWindows({ open, types, indexOf, read, many, at }: UnderTest): void {
  describe("gives windows", () => {
    for (const { type } of types)
      it(`of ${type} columns`, async () => {
        const { engine } = await open(types);
        const { rows } = await read(engine, {}, [indexOf(type)]);
        assert.deepEqual(rows.flat(), expectedTexts[type]);
      });

    for (const { type } of types)
      it(`of ${type} columns in a sorted and filtered view`, async () => {
        const order: ContractColumn = { name: "order", type: "int32", values: [7, 6, 5, 4, 3, 2, 1] };
        const { engine } = await open([order, ...types]);
        const asked: Partial<View> = {
          sort: [{ column: 0, descending: false }],
          filters: [{ kind: "range", column: 0, from: "2" }],
        };
        const { rows } = await read(engine, asked, [indexOf(type) + 1]);
        assert.deepEqual(rows.flat(), expectedTexts[type].slice(0, 6).reverse());
      });

    it("with the columns that are asked for, in that order", async () => {
      const { engine } = await open(many);
      const { names, rows } = await read(engine, {}, [at("flag"), at("row")], 9_998, 5);
      assert.deepEqual(names, ["flag", "row"]);
      assert.deepEqual(
        rows.map(([, row]) => row),
        ["9998", "9999"],
      );
    });

    it("beyond the end and without rows", async () => {
      const { engine } = await open(many);
      for (const [offset, limit] of [
        [10_000, 10],
        [2_000_000, 10],
        [5, 0],
      ] as const) {
        const { names, rows } = await read(engine, {}, [0, 1], offset, limit);
        assert.deepEqual([names, rows], [["row", "few"], []]);
      }
    });

    it("and refuses columns that are not there", async () => {
      const { engine } = await open(many);
      await assert.rejects(read(engine, {}, [70]), isBadRequest);
      await assert.rejects(read(engine, { sort: [{ column: 70, descending: false }] }, [0]), isBadRequest);
    });

    it("of several views at once, each in its own order", async () => {
      const { engine } = await open(many);
      const views = [at("long"), at("float"), at("big")].flatMap((column) =>
        [true, false].map((descending) => [{ column, descending }]),
      );
      const windows = await Promise.all(views.map((sort) => read(engine, { sort }, [0], 4_000, 50)));
      windows.forEach(({ rows }, index) => {
        const expected = sortedRows(many, views[index] ?? []).slice(4_000, 4_050);
        assert.deepEqual(rows.flat(), expected.map(String));
      });
    });
  });
}
