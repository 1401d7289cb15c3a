import assert from "node:assert/strict";
import type { DataframeColumn } from "../../../../../dataframes/protocol/reply.ts";
import { readChart } from "../../../../../dataframes/view/charts/chart-data.ts";
import {
  columnNames,
  description,
  explanation,
  fileName,
  lengthOfTime,
  titleOf,
} from "../../../../../dataframes/view/charts/labels.ts";
import { dots, weeks, weatherColumns } from "../../../../support/renderer/played-charts.ts";

const day = 86_400_000;
const names = columnNames(weatherColumns);
const bytesOf = (answer: ReturnType<typeof weeks>): Uint8Array =>
  answer instanceof Error || answer.bytes === undefined ? new Uint8Array() : answer.bytes;

describe("the words of a chart", () => {
  it("say what is drawn", () => {
    const by = { aggregate: "mean", y: 3, x: 1 } as const;
    assert.equal(titleOf({ ...by, kind: "line", color: 2 }, names), "Mean of temp_max over date, by station");
    assert.equal(titleOf({ ...by, kind: "bar", x: 2 }, names), "Mean of temp_max per station");
    assert.equal(titleOf({ ...by, kind: "bar", x: 2, aggregate: "count" }, names), "Rows per station");
    assert.equal(titleOf({ ...by, kind: "scatter", x: 4 }, names), "temp_max against wind");
    assert.equal(titleOf({ ...by, kind: "histogram", x: 3 }, names), "Distribution of temp_max");
  });

  it("say how long a bucket is and how many rows went in", () => {
    const choice = { kind: "line", x: 1, y: 3, aggregate: "mean" } as const;
    const data = readChart(bytesOf(weeks(209)), choice);
    assert.equal(
      explanation(choice, names, data, { rows: 1461, reduced: true }),
      "Mean of temp_max over date, per week, 1,461 rows.",
    );
    assert.match(
      description("Mean of temp_max over date", choice, data),
      /^Line: Mean of temp_max over date\. 204 points\. Lowest 1 at 20.*, highest 19 at 20/,
    );
  });

  it("say that a sample is one", () => {
    const choice = { kind: "scatter", x: 3, y: 4, aggregate: "mean" } as const;
    const data = readChart(bytesOf(dots(1500)), choice);
    assert.equal(
      explanation(choice, names, data, { rows: 1_000_000, reduced: true }),
      "wind against temp_max, 1,000,000 rows; a sample of 1,500 is drawn.",
    );
  });

  it("name lengths of time as people do", () => {
    const named = [
      7 * day,
      28 * day,
      90 * day,
      365 * day,
      3_600_000,
      day,
      3 * day,
      900_000,
      250,
      3650 * day,
    ].map(lengthOfTime);
    assert.deepEqual(named, [
      "week",
      "month",
      "quarter",
      "year",
      "hour",
      "day",
      "3 days",
      "15 minutes",
      "250 milliseconds",
      "10 years",
    ]);
  });

  it("tell columns apart that have the same name, or none", () => {
    const columns: DataframeColumn[] = ["a", "a", "", "b\u202e\n"].map((name) => ({
      name,
      type: "",
      role: "text",
    }));
    assert.deepEqual(columnNames(columns), [
      "a (column 1)",
      "a (column 2)",
      "(no name, column 3)",
      "b\\u202e\\n",
    ]);
  });

  it("make a file's name of any title", () => {
    assert.equal(fileName("Mean of teplota °C per <b>/../x"), "mean-of-teplota-c-per-b-x");
    assert.equal(fileName("../"), "chart");
  });
});
