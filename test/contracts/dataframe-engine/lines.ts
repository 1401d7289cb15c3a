/** Lines over numbers and over time. */
import assert from "node:assert/strict";
import type { Chart } from "../../../dataframes/protocol/chart.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { Filter } from "../../../dataframes/protocol/view.ts";
import { expectedTexts } from "../../support/frame-engine/contract-column.ts";
import { readStream } from "../../support/frame-engine/read-back.ts";
import { sortedRows } from "../../support/frame-engine/reference.ts";
import { drawing } from "./drawing.ts";
import { instantOf } from "./texts.ts";
import { never, view } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function drawsLines(frames: UnderTest): void {
  const { lacks, open, types, indexOf, answered, at } = frames;
  const { drawn, inView } = drawing(frames);
  describe("draws", () => {
    answered("line", "lines in the order of x", async (engine) => {
      const { column, result } = await drawn(engine, { kind: "line", x: at("few"), y: at("float"), aggregate: "mean" }); // prettier-ignore
      assert.deepEqual(column("x").map(Number), [0, 1, 2, 3, 4, 5, 6]);
      assert.equal(result.reduced, false);
    });
    answered("line", "lines of buckets where there are too many points", async (engine) => {
      const { column, result } = await drawn(engine, { kind: "line", x: at("row"), most: 50 });
      const x = column("x").map(Number);
      assert.ok(x.length > 10 && x.length <= 50);
      assert.deepEqual(
        x,
        x.toSorted((a, b) => a - b),
      );
      assert.equal(result.reduced, true);
      assert.equal(
        column("y").reduce((sum, y) => sum + Number(y), 0),
        inView.length,
      );
    });
    answered("line", "lines of all colours to their ends, in buckets and without", async (engine) => {
      for (const most of [7, 50, 10_000]) {
        const x = at(most === 7 ? "few" : "row");
        const { rows, names } = await drawn(engine, { kind: "line", x, color: at("word"), most });
        const [places, colors, ys] = ["x", "color", "y"].map((each) =>
          rows.map((row) => row[names.indexOf(each)]),
        );
        assert.ok(places !== undefined && colors !== undefined && ys !== undefined);
        assert.ok(new Set(places).size <= most);
        assert.deepEqual(new Set(colors), new Set(inView.map(({ word }) => word)));
        assert.equal(
          ys.reduce<number>((sum, y) => sum + Number(y), 0),
          inView.length,
        );
      }
    });
    if (!lacks.has("line") && !lacks.has("int32"))
      it("lines with a gap where there are no values", async () => {
        const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 51, 52, 53, 54, 55, 56, 57, 58, 99];
        const { engine } = await open([
          { name: "x", type: "int32", values: places },
          { name: "y", type: "int32", values: places },
        ]);
        const line = async (aggregate: Chart["aggregate"]) => {
          const chart: Chart = { kind: "line", x: 0, y: 1, aggregate, most: 10 };
          const { stream } = await engine.chart(wholeFrame, chart, never);
          const { names, rows } = readStream(stream);
          return ["x", "y"].map((each) => rows.map((row) => row[names.indexOf(each)]));
        };
        const [x, sums] = await line("sum");
        assert.deepEqual(x?.map(Number), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
        assert.deepEqual(
          sums?.map((sum) => (sum === null ? null : Number(sum))),
          [45, null, null, null, null, 486, null, null, null, 99],
        );
        assert.deepEqual((await line("count"))[1]?.map(Number), [10, 0, 0, 0, 0, 9, 0, 0, 0, 1]);
      });
    for (const type of ["date", "timestamp", "instant", "zoned"] as const)
      if (!lacks.has("line") && !lacks.has(type))
        it(`lines over ${type} columns in calendar months`, async () => {
          const noon = (day: number): number => Date.UTC(2024, 0, 1 + day, 12);
          const values = Array.from({ length: 120 }, (_, day) =>
            type === "date"
              ? Math.floor(noon(day) / 86_400_000)
              : BigInt(noon(day)) * (type === "instant" ? 1n : 1_000n),
          );
          const { engine } = await open([{ name: "x", type, values }]);
          const chart: Chart = { kind: "line", x: 0, aggregate: "count", most: 5 };
          const { stream } = await engine.chart(wholeFrame, chart, never);
          const { names, rows } = readStream(stream);
          const column = (each: string) => rows.map((row) => row[names.indexOf(each)]);
          assert.deepEqual(
            column("x").map((each) => instantOf(type, each)?.slice(0, 10)),
            ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"],
          );
          assert.deepEqual(column("y").map(Number), [31, 29, 31, 29]);
        });
    if (!lacks.has("line"))
      for (const type of ["date", "timestamp", "instant"] as const)
        if (!lacks.has(type))
          it(`lines over ${type} columns`, async () => {
            const { engine } = await open(types);
            const column = indexOf(type);
            const filters: Filter[] = [{ kind: "missing", column, missing: false }];
            const chart: Chart = { kind: "line", x: column, aggregate: "count", most: 100 };
            const { stream } = await engine.chart(view({ filters }), chart, never);
            const { names, rows } = readStream(stream);
            const order = sortedRows(types, [{ column, descending: false }]).slice(0, 5);
            assert.deepEqual(
              rows.map((row) => instantOf(type, row[names.indexOf("x")])),
              order.map((row) => instantOf(type, expectedTexts[type][row])),
            );
          });
  });
}
