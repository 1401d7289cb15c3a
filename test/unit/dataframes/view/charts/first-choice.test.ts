import assert from "node:assert/strict";
import type { ColumnRole, DataframeColumn } from "../../../../../dataframes/protocol/reply.ts";
import type { ColumnSummary } from "../../../../../dataframes/protocol/summary.ts";
import { columnsToAskAbout, firstChoice } from "../../../../../dataframes/view/charts/first-choice.ts";

const frame = (...columns: readonly (readonly [name: string, role: ColumnRole])[]): DataframeColumn[] =>
  columns.map(([name, role]) => ({ name, role, type: role }));
const summary = (column: number, distinct: number, min?: string, max?: string): ColumnSummary => ({
  column,
  count: 1000,
  nulls: 0,
  distinct,
  distinctExact: true,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

describe("the first picture of a dataframe", () => {
  it("is a line of means where there is a time and a number", () => {
    const columns = frame(["weather", "text"], ["date", "time"], ["temp", "number"]);
    assert.deepEqual(firstChoice(columns, []), { kind: "line", x: 1, y: 2, aggregate: "mean" });
  });

  it("is a bar per category where there is text and a number", () => {
    const columns = frame(["temp", "number"], ["weather", "text"]);
    assert.deepEqual(firstChoice(columns, []), { kind: "bar", x: 1, y: 0, aggregate: "mean" });
  });

  it("is a histogram of a number that is alone, and dots of two", () => {
    assert.deepEqual(firstChoice(frame(["temp", "number"]), []), {
      kind: "histogram",
      x: 0,
      aggregate: "count",
    });
    const two = frame(["temp", "number"], ["wind", "number"]);
    assert.deepEqual(firstChoice(two, []), { kind: "scatter", x: 0, y: 1, aggregate: "mean" });
  });

  it("counts where there is nothing but text, or times", () => {
    assert.deepEqual(firstChoice(frame(["weather", "text"]), []), { kind: "bar", x: 0, aggregate: "count" });
    const times = frame(["weather", "text"], ["seen", "time"]);
    assert.deepEqual(firstChoice(times, []), { kind: "line", x: 1, aggregate: "count" });
  });

  it("passes over columns that only name their row", () => {
    const columns = frame(["station_id", "number"], ["n", "number"], ["url", "text"], ["temp", "number"]);
    const summaries = [summary(1, 1000, "5", "1004"), summary(2, 1000), summary(3, 300, "-5.5", "36.5")];
    assert.deepEqual(firstChoice(columns, summaries), { kind: "histogram", x: 3, aggregate: "count" });
  });

  it("passes over columns that are the same in every row", () => {
    const columns = frame(["run", "time"], ["version", "text"], ["kind", "text"], ["size", "number"]);
    const summaries = [summary(0, 1), summary(1, 1), summary(2, 5), summary(3, 900, "1", "90000")];
    assert.deepEqual(firstChoice(columns, summaries), { kind: "bar", x: 2, y: 3, aggregate: "mean" });
  });

  it("takes the column with few values for its bars", () => {
    const columns = frame(["city", "text"], ["country", "text"], ["size", "number"]);
    const summaries = [summary(0, 400), summary(1, 12), summary(2, 900, "1", "90000")];
    assert.equal(firstChoice(columns, summaries)?.x, 1);
  });

  it("draws what names rows when there is nothing else, and nothing of what cannot be drawn", () => {
    assert.deepEqual(firstChoice(frame(["id", "number"]), []), {
      kind: "histogram",
      x: 0,
      aggregate: "count",
    });
    assert.equal(firstChoice(frame(["tags", "nested"], ["image", "bytes"], ["gone", "null"]), []), undefined);
    assert.equal(firstChoice([], []), undefined);
  });

  it("asks about a few columns of each role only", () => {
    const wide = Array.from({ length: 10_000 }, (_, place): DataframeColumn => ({
      name: `c${place}`,
      type: "",
      role: place % 2 === 0 ? "number" : "text",
    }));
    assert.equal(columnsToAskAbout(wide).length, 16);
  });
});
