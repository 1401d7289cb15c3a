/** What a frame says of itself: its kind, rows and columns, and the shapes it may have. */
import assert from "node:assert/strict";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import { never, roles } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function describesFrames({ lacks, open, types, read }: UnderTest): void {
  describe("describes a frame", () => {
    it("with its rows and its columns' roles", async () => {
      const { engine } = await open(types);
      const { kind, rows, columns } = engine.describe();
      assert.notEqual(kind, "");
      assert.equal(rows, lacks.has("row-count") ? null : 7);
      assert.deepEqual(
        columns.map((column) => [column.name, column.role]),
        types.map(({ name: each, type }) => [each, roles[type]]),
      );
      assert.ok(columns.every(({ type }) => type !== ""));
    });

    if (!lacks.has("no-rows"))
      it("without rows", async () => {
        const { engine } = await open(types.map((column) => ({ ...column, values: [] })));
        assert.equal(engine.describe().columns.length, types.length);
        const { rows, names } = await read(engine, {}, [0]);
        assert.deepEqual([rows.length, names], [0, [types[0]?.name]]);
        const sorted = { sort: [{ column: 0, descending: true }], search: "a" };
        assert.deepEqual((await read(engine, sorted, [0])).rows, []);
        if (lacks.has("summarize")) return;
        const all = types.map((_, column) => column);
        for (const { count, nulls } of await engine.summarize(wholeFrame, all, never))
          assert.deepEqual([count, nulls], [0, 0]);
      });

    if (!lacks.has("no-columns"))
      it("without columns", async () => {
        const { engine } = await open([]);
        assert.deepEqual(engine.describe().columns, []);
        assert.deepEqual((await read(engine, {}, [])).names, []);
        if (!lacks.has("summarize")) assert.deepEqual(await engine.summarize(wholeFrame, [], never), []);
      });

    if (!lacks.has("duplicate-names"))
      it("whose columns have one name", async () => {
        const { engine } = await open([
          { name: "a", type: "int32", values: [2, 1] },
          { name: "a", type: "text", values: ["x", "y"] },
        ]);
        const { names, rows } = await read(engine, { sort: [{ column: 0, descending: false }] }, [0, 1]);
        assert.deepEqual([names, rows], [["a", "a"], [["1", "y"], ["2", "x"]]]); // prettier-ignore
      });

    if (!lacks.has("empty-names"))
      it("with a column without name", async () => {
        const { engine } = await open([{ name: "", type: "int32", values: [2, 1] }]);
        const { names, rows } = await read(engine, { sort: [{ column: 0, descending: false }] }, [0]);
        assert.deepEqual([names, rows], [[""], [["1"], ["2"]]]);
      });
  });
}
