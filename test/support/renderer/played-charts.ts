/** Answers as a kernel would give them for a frame of weather, by kind of chart; values known beforehand. */
import { float64, int64, timestamp, utf8 } from "@uwdata/flechette";
import type { DataframeColumn } from "../../../dataframes/protocol/reply.ts";
import type { PlayedAnswer } from "./chart-page.ts";
import { streamOf } from "./stream-of.ts";

export const weatherColumns: readonly DataframeColumn[] = [
  { name: "id", type: "Int64", role: "number" },
  { name: "date", type: "Datetime(ms, Europe/Prague)", role: "time" },
  { name: "station", type: "String", role: "text" },
  { name: "temp_max", type: "Float64", role: "number" },
  { name: "wind", type: "Float64", role: "number" },
];

const week_ms = 7 * 86_400_000;
const start = Date.UTC(2012, 0, 1, 23);

/** Means per week; weeks 20 to 24 have no values. */
export function weeks(count: number): PlayedAnswer {
  const positions = Array.from({ length: count }, (_, week) => week);
  return {
    result: { rows: count * 7, reduced: true },
    bytes: streamOf(
      ["x", timestamp(1, "Europe/Prague"), positions.map((week) => start + week * week_ms)],
      [
        "y",
        float64(),
        positions.map((week) =>
          week >= 20 && week < 25 ? null : Math.round(1000 + 900 * Math.sin(week / 8.3)) / 100,
        ),
      ],
    ),
  };
}

/** The same for several stations. */
export function weeksPerStation(count: number, stations: readonly string[]): PlayedAnswer {
  const rows = stations.flatMap((station, place) =>
    Array.from({ length: count }, (_, week) => ({ station, place, week })),
  );
  return {
    result: { rows: count * 7 * stations.length, reduced: true },
    bytes: streamOf(
      ["x", timestamp(1, "Europe/Prague"), rows.map(({ week }) => start + week * week_ms)],
      ["y", float64(), rows.map(({ week, place }) => 10 + place * 2 + (9 - place) * Math.sin(week / 8.3))],
      ["color", utf8(), rows.map(({ station }) => station)],
    ),
  };
}

/** A value for each name. */
export function bars(names: readonly (string | null)[]): PlayedAnswer {
  return {
    result: { rows: 1461, reduced: false },
    bytes: streamOf(["x", utf8(), names], ["y", float64(), names.map((_, place) => 21.5 - place * 1.75)]),
  };
}

/** Counts for each name and part. */
export function barsInParts(names: readonly string[], parts: readonly string[]): PlayedAnswer {
  const rows = names.flatMap((name, place) =>
    parts.map((part, index) => ({ name, part, count: 300 - place * 30 + index * 25 })),
  );
  return {
    result: { rows: 1461, reduced: false },
    bytes: streamOf(
      ["x", utf8(), rows.map(({ name }) => name)],
      ["y", int64(), rows.map(({ count }) => BigInt(count))],
      ["color", utf8(), rows.map(({ part }) => part)],
    ),
  };
}

/** Rows per degree. */
export function bins(count: number): PlayedAnswer {
  const positions = Array.from({ length: count }, (_, bin) => bin);
  return {
    result: { rows: 1461, reduced: true },
    bytes: streamOf(
      ["x", float64(), positions.map((bin) => bin - 5)],
      ["x2", float64(), positions.map((bin) => bin - 4)],
      [
        "y",
        int64(),
        positions.map((bin) => BigInt(Math.round(120 * Math.exp(-((bin - count / 2) ** 2) / 60)))),
      ],
    ),
  };
}

/** Single rows. */
export function dots(count: number): PlayedAnswer {
  const positions = Array.from({ length: count }, (_, row) => row);
  const spread = (row: number, by: number): number => ((row * by) % 4001) / 4001;
  const temperature = (row: number): number => 35 * spread(row, 421) - 5;
  return {
    result: { rows: 1_000_000, reduced: true },
    bytes: streamOf(
      ["x", float64(), positions.map(temperature)],
      [
        "y",
        float64(),
        positions.map((row) => 2 + 8 * spread(row, 97) * spread(row, 613) + temperature(row) / 20),
      ],
      ["color", utf8(), positions.map((row) => ["sun", "rain", "snow"][row % 3] ?? "")],
    ),
  };
}
