/** What every engine of dataframes must do; run once for each library, on frames made of the same values. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameEngine } from "../../kernel/frames/frame-engine.ts";
import { FrameError } from "../../kernel/frames/frame-engine.ts";
import type { Chart } from "../../protocol/frames/chart.ts";
import type { ExportFormat } from "../../protocol/frames/frame-request.ts";
import { ColumnSummarySchema } from "../../protocol/frames/summary.ts";
import { summaryBins } from "../../protocol/frames/summary-size.ts";
import type { ColumnSummary } from "../../protocol/frames/summary.ts";
import { wholeFrame } from "../../protocol/frames/view.ts";
import type { Filter, View } from "../../protocol/frames/view.ts";
import { everyType, expectedTexts, manyRows } from "./frame-engine/contract-column.ts";
import type { ContractColumn, ContractType, ContractValue } from "./frame-engine/contract-column.ts";
import {
  instantText,
  readArrowFile,
  readCsvFile,
  readParquetFile,
  readStream,
} from "./frame-engine/read-back.ts";
import type { ReadTable } from "./frame-engine/read-back.ts";
import { rowsWhere, sortedRows } from "./frame-engine/reference.ts";

/** A frame of a library, opened. */
export interface OpenedFrame {
  readonly engine: FrameEngine;
  /** Runs a statement in which the frame is called `orders`, and opens what it gives. */
  readonly run?: (code: string) => Promise<FrameEngine>;
  readonly close?: () => Promise<void> | void;
}

/**
 * What a library cannot hold or do. Types and shapes of frames that it lacks are not made; questions that it lacks must be
 * refused with the code "unsupported". `row-count` is lacked by frames that only reading on would count.
 */
type Lack =
  | ContractType
  | "no-rows"
  | "no-columns"
  | "duplicate-names"
  | "empty-names"
  | "row-count"
  | ExportFormat
  | "code"
  | "search"
  | "summarize"
  | "values"
  | Chart["kind"];

export interface FrameLibraryUnderTest {
  /** A frame of these columns, all as long as the first. */
  readonly make: (columns: readonly ContractColumn[]) => Promise<OpenedFrame> | OpenedFrame;
  readonly lacks?: readonly Lack[];
  /** Reads Parquet files back; another library than the one under test. */
  readonly parquetReader?: "duckdb" | "polars";
}

const never = new AbortController().signal;
const roles: Readonly<Record<ContractType, string>> = {
  int32: "number",
  int64: "number",
  float64: "number",
  decimal: "number",
  text: "text",
  boolean: "boolean",
  date: "time",
  timestamp: "time",
  instant: "time",
  zoned: "time",
  list: "nested",
  struct: "nested",
  binary: "bytes",
};
const times: readonly ContractType[] = ["timestamp", "instant", "zoned"];

/** The suite. */
export function describeEngineContract(name: string, library: FrameLibraryUnderTest): void {
  const lacks = new Set<Lack>(library.lacks);
  const opened: OpenedFrame[] = [];
  const open = async (columns: readonly ContractColumn[]): Promise<OpenedFrame> => {
    const frame = await library.make(columns);
    opened.push(frame);
    return frame;
  };
  const types = everyType.filter(({ type }) => !lacks.has(type));
  const indexOf = (type: ContractType): number => types.findIndex((each) => each.type === type);
  const view = (some: Partial<View>): View => ({ ...wholeFrame, ...some });
  const read = async (
    engine: FrameEngine,
    asked: Partial<View>,
    columns: readonly number[],
    offset = 0,
    limit = 10_000,
  ): Promise<ReadTable & { total: number | null }> => {
    const { rows, stream } = await engine.window({ view: view(asked), offset, limit, columns }, never);
    return { ...readStream(stream), total: rows };
  };
  /** First column of the view, which numbers the rows in frames that have such a column. */
  const numbers = async (engine: FrameEngine, asked: Partial<View>): Promise<readonly number[]> => {
    const { rows, total } = await read(engine, asked, [0]);
    if (!lacks.has("row-count")) assert.equal(total, rows.length);
    return rows.map(([first]) => Number(first));
  };
  const isUnsupported = (error: unknown): boolean =>
    error instanceof FrameError && error.code === "unsupported";
  const isBadRequest = (error: unknown): boolean =>
    error instanceof FrameError && error.code === "bad-request";
  const answered = (what: Lack, title: string, test: (engine: FrameEngine) => Promise<void>): void => {
    it(title, async () => {
      const { engine } = await open(many);
      await (lacks.has(what) ? assert.rejects(test(engine), isUnsupported) : test(engine));
    });
  };
  const many = manyRows(10_000);
  const at = (columnName: string): number => many.findIndex(({ name: each }) => each === columnName);
  const named = (columnName: string): ContractColumn => {
    const column = many[at(columnName)];
    assert.ok(column !== undefined);
    return column;
  };

  describe(`the engine for ${name}`, () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "pipenb-frames-"));
    });
    afterEach(async () => {
      for (const frame of opened.splice(0)) await frame.close?.();
    });
    after(async () => {
      await rm(folder, { recursive: true, force: true });
    });

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
    });

    describe("sorts", () => {
      for (const type of [
        "int32",
        "int64",
        "float64",
        "decimal",
        "date",
        "timestamp",
        "instant",
        "text",
      ] as const)
        for (const descending of [false, true])
          if (!lacks.has(type))
            it(`${type} columns ${descending ? "down" : "up"}, what has no value last`, async () => {
              const { engine } = await open(types);
              const column = indexOf(type);
              const { rows } = await read(engine, { sort: [{ column, descending }] }, [column]);
              const expected = sortedRows(types, [{ column, descending }]);
              assert.deepEqual(
                rows.flat(),
                expected.map((row) => expectedTexts[type][row]),
              );
            });

      for (const keys of [
        ["few"],
        ["-few"],
        ["word", "-float"],
        ["-flag", "big", "-word"],
        ["float"],
        ["-float", "few"],
        ["-long"],
        ["-big"],
      ])
        it(`ten thousand rows by ${keys.join(", ")}, equal rows as they came`, async () => {
          const { engine } = await open(many);
          const sort = keys.map((key) => ({
            column: at(key.replace("-", "")),
            descending: key.startsWith("-"),
          }));
          assert.deepEqual(await numbers(engine, { sort }), sortedRows(many, sort));
        });
    });

    describe("filters", () => {
      const among = (columnName: string, values: (string | null)[], not = false): Filter => ({
        kind: "among",
        column: at(columnName),
        values,
        not,
      });
      const range = (columnName: string, ends: { from?: string; to?: string }): Filter => ({
        kind: "range",
        column: at(columnName),
        ...ends,
      });
      const cases: readonly [string, Filter, string, (value: ContractValue) => boolean][] = [
        ["integers between two ends", range("few", { from: "2", to: "4" }), "few", (v) => v !== null && Number(v) >= 2 && Number(v) <= 4], // prettier-ignore
        ["integers by fractions", range("few", { from: "1.5" }), "few", (v) => v !== null && Number(v) >= 2],
        ["large integers exactly", range("big", { from: "9007199254740993", to: "9007199254741091" }), "big", (v) => typeof v === "bigint" && v >= 2n ** 53n + 1n && v <= 2n ** 53n + 99n], // prettier-ignore
        [
          "fractions from below",
          range("float", { to: "-12.5" }),
          "float",
          (v) => v !== null && Number(v) <= -12.5,
        ],
        ["fractions without ends", range("float", {}), "float", (v) => v !== null && !Number.isNaN(v)],
        ["one of some integers", among("few", ["1", "5", "99"]), "few", (v) => v === 1 || v === 5],
        [
          "one of some large integers",
          among("big", ["9007199254740993"]),
          "big",
          (v) => v === 2n ** 53n + 1n,
        ],
        [
          "one of some texts",
          among("word", ["", "😀", null]),
          "word",
          (v) => v === "" || v === "😀" || v === null,
        ],
        ["none of some texts, missing ones staying", among("word", ["apple", "😀"], true), "word", (v) => v !== "apple" && v !== "😀"], // prettier-ignore
        [
          "none of some integers nor missing",
          among("few", ["1", null], true),
          "few",
          (v) => v !== 1 && v !== null,
        ],
        ["one of no values", among("few", []), "few", () => false],
        ["booleans", among("flag", ["true"]), "flag", (v) => v === true],
        ["texts that have a text in them, in any case", { kind: "contains", column: at("word"), text: "ÉCLAIR" }, "word", (v) => v === "éclair"], // prettier-ignore
        ["numbers that have a text in them", { kind: "contains", column: at("row"), text: "987" }, "row", (v) => lower(v).includes("987")], // prettier-ignore
        [
          "texts that have % and _ in them",
          { kind: "contains", column: at("long"), text: "_" },
          "long",
          () => false,
        ],
        ["long texts", { kind: "contains", column: at("long"), text: "Cherry 1" }, "long", (v) => lower(v).includes("cherry 1")], // prettier-ignore
        [
          "missing values",
          { kind: "missing", column: at("float"), missing: true },
          "float",
          (v) => v === null,
        ],
        ["what is not missing, NaN with it", { kind: "missing", column: at("float"), missing: false }, "float", (v) => v !== null], // prettier-ignore
      ];
      for (const [title, filter, columnName, test] of cases)
        it(title, async () => {
          const { engine } = await open(many);
          assert.deepEqual(await numbers(engine, { filters: [filter] }), rowsWhere(named(columnName), test));
        });

      it("by all filters at once, and sorts what is left", async () => {
        const { engine } = await open(many);
        const filters = [range("few", { from: "3" }), among("word", ["apple", "cherry"])];
        const sort = [{ column: at("float"), descending: true }];
        const few = new Set(rowsWhere(named("few"), (value) => value !== null && Number(value) >= 3));
        const word = new Set(rowsWhere(named("word"), (value) => value === "apple" || value === "cherry"));
        const expected = sortedRows(many, sort).filter((row) => few.has(row) && word.has(row));
        assert.deepEqual(await numbers(engine, { filters, sort }), expected);
      });

      for (const [type, ends, rows] of [
        ["decimal", { from: "0.05", to: "1" }, [2, 3]],
        ["decimal", { from: "999999999999999.98" }, [4]],
        ["date", { from: "2022-02-05" }, [0, 4]],
        ["date", { to: "1970-01-01" }, [2, 3]],
        ["timestamp", { from: "2022-02-05T10:00:00.000001" }, [0]],
        ["timestamp", { from: "1970-01-01T00:00:00", to: "1970-01-01T00:00:01.5" }, [2, 5]],
        ["instant", { from: "2022-02-05T10:00:00.001Z" }, [0]],
        ["instant", { from: "2022-02-05T11:00:00.001+01:00" }, [0]],
        ["zoned", { from: "2022-02-05T10:00:00.000001Z" }, [0, 3]],
      ] as const)
        if (!lacks.has(type))
          it(`${type} columns with ${JSON.stringify(ends)}`, async () => {
            const { engine } = await open(types);
            const column = indexOf(type);
            const filters: Filter[] = [{ kind: "range", column, ...ends }];
            const found = await read(engine, { filters }, [column]);
            assert.deepEqual(
              found.rows.flat(),
              rows.map((row) => expectedTexts[type][row]),
            );
          });

      for (const type of ["decimal", "date", "timestamp", "instant"] as const)
        if (!lacks.has(type) && !lacks.has("values"))
          it(`${type} columns by the values it tells of`, async () => {
            const { engine } = await open(types);
            const column = indexOf(type);
            const { values } = await engine.values(wholeFrame, column, "", 100, never);
            assert.deepEqual(
              new Set(values.map(({ value }) => instantOf(type, value))),
              new Set(expectedTexts[type].map((value) => instantOf(type, value))),
            );
            for (const { value, count } of values) {
              const filters: Filter[] = [{ kind: "among", column, values: [value], not: false }];
              const { rows } = await read(engine, { filters }, [column]);
              assert.deepEqual([rows.length, instantOf(type, rows[0]?.[0])], [count, instantOf(type, value)]);
            }
          });

      it("and refuses values that are none of the column", async () => {
        const { engine } = await open(many);
        await assert.rejects(read(engine, { filters: [range("few", { from: "many" })] }, [0]), isBadRequest);
        await assert.rejects(read(engine, { filters: [{ kind: "missing", column: 70, missing: true }] }, [0]), isBadRequest); // prettier-ignore
      });
    });

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

    if (!lacks.has("summarize"))
      describe("summarizes", () => {
        const summaryOf = async (type: ContractType): Promise<ColumnSummary> => {
          const { engine } = await open(types);
          const column = indexOf(type);
          const [summary] = await engine.summarize(wholeFrame, [column], never);
          const parsed = ColumnSummarySchema.parse(summary);
          assert.equal(parsed.column, column);
          return parsed;
        };
        for (const [type, nulls, distinct, min, max, quartiles] of [
          ["int32", 2, 5, "1", "5", ["2", "3", "4"]],
          ["int64", 2, 5, "-1", "4611686018427387905", ["0", "9007199254740992", "9007199254740993"]],
          ["float64", 1, 5, "-2", "3", ["0.25", "1.5", "2"]],
          ["decimal", 2, 5, "-12.50", "999999999999999.99", ["0.00", "0.05", "1.00"]],
          ["date", 2, 5, "1969-12-31", "2022-02-06", ["1970-01-01", "2022-02-04", "2022-02-05"]],
          ["timestamp", 2, 5, "1969-12-31T23:59:59.999999", "2022-02-05T10:00:00.000001", ["1970-01-01T00:00:00", "1970-01-01T00:00:01.500000", "2022-02-05T10:00:00"]], // prettier-ignore
          ["instant", 2, 5, "1969-12-31T23:59:59.999Z", "2022-02-05T10:00:00.001Z", ["1970-01-01T00:00:00Z", "1970-01-01T00:00:01.500Z", "2022-02-05T10:00:00Z"]], // prettier-ignore
          ["text", 1, 5, undefined, undefined, undefined],
          ["boolean", 2, 2, undefined, undefined, undefined],
          ["list", 1, null, undefined, undefined, undefined],
          ["binary", 2, undefined, undefined, undefined, undefined],
        ] as const)
          if (!lacks.has(type))
            it(`${type} columns`, async () => {
              const summary = await summaryOf(type);
              assert.deepEqual([summary.count, summary.nulls], [7, nulls]);
              if (distinct !== undefined) assert.equal(summary.distinct, distinct);
              if (min === undefined) return;
              const found = [summary.min, ...(summary.quartiles ?? []), summary.max];
              const same = (text: string | undefined): unknown =>
                roles[type] === "number" ? Number(text) : instantOf(type, text);
              assert.deepEqual(found.map(same), [min, ...quartiles, max].map(same));
              if (type === "int64") assert.equal(summary.max, max);
            });

        it("numbers with their mean and standard deviation, NaN counted apart", async () => {
          if (!lacks.has("int32")) {
            const { mean, standardDeviation } = await summaryOf("int32");
            assert.equal(mean, 3);
            assert.ok(Math.abs((standardDeviation ?? 0) - Math.sqrt(2.5)) < 1e-9);
          }
          assert.equal((await summaryOf("float64")).nans, 1);
        });

        it("texts and booleans with their most frequent values", async () => {
          assert.deepEqual((await summaryOf("text")).top?.[0], { value: "b", count: 2 });
          assert.deepEqual((await summaryOf("boolean")).top, [
            { value: "true", count: 3 },
            { value: "false", count: 2 },
          ]);
        });

        it("ten thousand rows with a histogram", async () => {
          const { engine } = await open(many);
          const [row, float] = await engine.summarize(wholeFrame, [at("row"), at("float")], never);
          const { edges = [], counts = [] } = row?.histogram ?? {};
          assert.ok(counts.length > 1 && counts.length <= summaryBins);
          assert.equal(edges.length, counts.length + 1);
          assert.deepEqual([Number(edges[0]), Number(edges.at(-1))], [0, 9_999]);
          for (const count of counts) assert.ok(Math.abs(count - 10_000 / counts.length) <= 2);
          const sum = float?.histogram?.counts.reduce((total, count) => total + count, 0);
          assert.equal(sum, 10_000 - (float?.nulls ?? 0) - (float?.nans ?? 0));
          assert.equal(float?.nulls, rowsWhere(named("float"), (value) => value === null).length);
          assert.equal(float.nans, rowsWhere(named("float"), (value) => Number.isNaN(value)).length);
          assert.equal(row?.distinct, 10_000);
        });

        it("only the rows of the view", async () => {
          const { engine } = await open(many);
          const filters: Filter[] = [{ kind: "range", column: at("few"), from: "2", to: "3" }];
          const [summary] = await engine.summarize(view({ filters }), [at("few")], never);
          assert.deepEqual([summary?.min, summary?.max, summary?.nulls, summary?.distinct], ["2", "3", 0, 2]);
        });

        it("columns whose values are all equal, infinite or missing", async () => {
          const { engine } = await open([
            { name: "same", type: "float64", values: [4, 4, 4] },
            {
              name: "infinite",
              type: "float64",
              values: [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
            },
            { name: "missing", type: "float64", values: [null, null, null] },
            { name: "none", type: "text", values: [null, null, null] },
          ]);
          const [same, infinite, missing, none] = await engine.summarize(wholeFrame, [0, 1, 2, 3], never);
          assert.deepEqual([same?.min, same?.max, same?.distinct], ["4", "4", 1]);
          assert.equal(infinite?.count, 3);
          assert.deepEqual([missing?.nulls, missing?.min, missing?.distinct], [3, undefined, 0]);
          assert.deepEqual([none?.nulls, none?.distinct], [3, 0]);
          for (const summary of [same, infinite, missing, none]) ColumnSummarySchema.parse(summary);
        });
      });

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

    describe("draws", () => {
      const drawn = async (
        engine: FrameEngine,
        chart: Partial<Chart> & { x: number; kind: Chart["kind"] },
      ) => {
        const asked: Chart = { aggregate: "count", most: 100, ...chart };
        const filters: Filter[] = [
          { kind: "missing", column: at("few"), missing: false },
          { kind: "missing", column: at("word"), missing: false },
          { kind: "range", column: at("float") },
        ];
        const { result, stream } = await engine.chart(view({ filters }), asked, never);
        const { names, rows } = readStream(stream);
        const column = (each: string): (string | null)[] =>
          rows.map((row) => row[names.indexOf(each)] ?? null);
        return { result, names, rows, column };
      };
      const inView = named("row").values.flatMap((_, row) => {
        const [few, word, float] = ["few", "word", "float"].map((each) => named(each).values[row] ?? null);
        return few === null || typeof word !== "string" || float === null || Number.isNaN(float)
          ? []
          : [{ few: Number(few), word, float: Number(float) }];
      });

      answered("bar", "bars of the most frequent values", async (engine) => {
        const { result, names, column } = await drawn(engine, { kind: "bar", x: at("word"), most: 3 });
        const counts = new Map<string, number>();
        for (const { word } of inView) counts.set(word, (counts.get(word) ?? 0) + 1);
        const expected = [...counts.values()].sort((a, b) => b - a).slice(0, 3);
        assert.deepEqual(names.slice(0, 2), ["x", "y"]);
        assert.deepEqual(column("y").map(Number), expected);
        assert.deepEqual(
          column("x").map((word) => counts.get(word ?? "?")),
          expected,
        );
        assert.equal(result.rows, inView.length);
      });
      answered("bar", "bars of sums and means", async (engine) => {
        for (const aggregate of ["sum", "mean", "min", "max", "median"] as const) {
          const chart = { kind: "bar", x: at("few"), y: at("float"), aggregate } as const;
          const { column } = await drawn(engine, chart);
          const bars = column("x").map((few) => Number(few));
          assert.equal(new Set(bars).size, 7);
          bars.forEach((few, bar) => {
            const values = inView.filter((row) => row.few === few).map(({ float }) => float);
            const found = Number(column("y")[bar]);
            assert.ok(
              Math.abs(found - aggregated(aggregate, values)) < 1e-6,
              `${aggregate} of ${few}: ${found}`,
            );
          });
        }
      });
      answered("bar", "a series per colour", async (engine) => {
        const { names, rows } = await drawn(engine, { kind: "bar", x: at("few"), color: at("word") });
        assert.deepEqual(names.toSorted(), ["color", "x", "y"]);
        const total = rows.reduce((sum, row) => sum + Number(row[names.indexOf("y")]), 0);
        assert.equal(total, inView.length);
      });
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
      answered("bar", "as many bars as asked for, each with all its colours", async (engine) => {
        const { column } = await drawn(engine, { kind: "bar", x: at("few"), color: at("word"), most: 3 });
        assert.equal(new Set(column("x")).size, 3);
        assert.ok(column("x").length > 6);
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
      answered("histogram", "rows per bin", async (engine) => {
        const { column } = await drawn(engine, { kind: "histogram", x: at("float"), most: 20 });
        const [x, x2, y] = ["x", "x2", "y"].map((each) => column(each).map(Number));
        assert.ok(x !== undefined && x2 !== undefined && y !== undefined && x.length <= 20);
        assert.equal(
          y.reduce((sum, count) => sum + count, 0),
          inView.length,
        );
        for (const [bin, from] of x.entries()) assert.ok(from < (x2[bin] ?? 0));
      });
      answered("scatter", "a sample of the rows as dots", async (engine) => {
        const { column, result } = await drawn(engine, { kind: "scatter", x: at("few"), y: at("float"), most: 200 }); // prettier-ignore
        const dots = new Set(inView.map(({ few, float }) => `${few},${float}`));
        const ys = column("y");
        assert.ok(ys.length > 100 && ys.length <= 200);
        for (const [dot, x] of column("x").entries()) assert.ok(dots.has(`${Number(x)},${Number(ys[dot])}`));
        assert.equal(result.reduced, true);
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

    describe("writes", () => {
      const inFile: readonly ContractType[] = ["int32", "int64", "float64", "decimal", "text", "boolean", "date", ...times]; // prettier-ignore
      const readBack: Record<ExportFormat, (path: string) => Promise<ReadTable>> = {
        csv: readCsvFile,
        arrow: readArrowFile,
        parquet: (path) => readParquetFile(path, library.parquetReader ?? "duckdb"),
      };
      for (const format of ["csv", "parquet", "arrow"] as const) {
        answered(format, `the rows and columns of a view as ${format}`, async (engine) => {
          const path = join(folder, `view.${format}`);
          const filters: Filter[] = [{ kind: "range", column: at("row"), from: "100", to: "899" }];
          const asked = view({ filters, sort: [{ column: at("long"), descending: true }] });
          await engine.write(path, format, asked, [at("row"), at("word")], never);
          const { names, rows } = await readBack[format](path);
          assert.deepEqual(names, ["row", "word"]);
          const expected = sortedRows(many, asked.sort).filter((row) => row >= 100 && row < 900);
          assert.deepEqual(
            rows,
            expected.map((row) => [String(row), named("word").values[row] ?? null]),
          );
        });

        if (!lacks.has(format))
          for (const type of format === "csv" ? inFile : types.map((each) => each.type))
            if (!lacks.has(type))
              it(`${type} columns as ${format}`, async () => {
                const { engine } = await open(types);
                const path = join(folder, `${type}.${format}`);
                await engine.write(path, format, wholeFrame, [indexOf(type)], never);
                const { names, rows } = await readBack[format](path);
                assert.deepEqual(names, [types[indexOf(type)]?.name]);
                assert.deepEqual(
                  rows.map(([value]) => normal(type, value)),
                  expectedTexts[type].map((value) => normal(type, value)),
                );
              });

        if (!lacks.has(format))
          it(`all rows of a frame as ${format}`, async () => {
            const { engine } = await open(many);
            const path = join(folder, `all.${format}`);
            const all = many.map((_, column) => column);
            await engine.write(path, format, wholeFrame, all, never);
            const { names, rows } = await readBack[format](path);
            assert.deepEqual(
              names,
              many.map((column) => column.name),
            );
            assert.equal(rows.length, format === "arrow" ? 1_000 : 10_000);
            for (const [index, row] of rows.entries()) assert.equal(row[0], String(index));
          });
      }
    });

    describe("ends what is no longer wanted", () => {
      const reason = new Error("no longer wanted");
      const sort = [{ column: at("long"), descending: false }];
      const asked = view({ sort });
      const questions: readonly [string, Lack | undefined, (engine: FrameEngine, signal: AbortSignal) => Promise<unknown>][] = [ // prettier-ignore
        ["a window", undefined, (engine, signal) => engine.window({ view: asked, offset: 0, limit: 10, columns: [0] }, signal)],
        ["summaries", "summarize", (engine, signal) => engine.summarize(asked, [0, 1, 2], signal)],
        ["values", "values", (engine, signal) => engine.values(asked, at("long"), "", 10, signal)],
        ["a chart", "bar", (engine, signal) => engine.chart(asked, { kind: "bar", x: 1, aggregate: "count", most: 9 }, signal)],
        ["a file", "csv", (engine, signal) => engine.write(join(folder, `${crypto.randomUUID()}.csv`), "csv", asked, [0], signal)],
      ]; // prettier-ignore
      for (const [title, lack, ask] of questions)
        if (lack === undefined || !lacks.has(lack))
          it(`${title}, before and after it has begun, and goes on working`, async () => {
            const { engine } = await open(many);
            await assert.rejects(ask(engine, AbortSignal.abort(reason)), reason);
            const controller = new AbortController();
            const answer = ask(engine, controller.signal);
            controller.abort(reason);
            await assert.rejects(answer, reason);
            await ask(engine, never);
            assert.deepEqual(await numbers(engine, { sort }), sortedRows(many, sort));
          });
    });

    it("keeps several views apart", async () => {
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

    describe("says as code what one sees", () => {
      const shown: Partial<View> = {
        sort: [
          { column: at("word"), descending: true },
          { column: at("few"), descending: false },
          { column: at("row"), descending: false },
        ],
        filters: [
          { kind: "range", column: at("float"), from: "-50", to: "12.5" },
          { kind: "contains", column: at("long"), text: "AN" },
          { kind: "among", column: at("word"), values: ["apple", "éclair", "", "😀"], not: true },
          { kind: "missing", column: at("few"), missing: false },
          { kind: "missing", column: at("word"), missing: false },
        ],
      };
      it("which gives the same rows", async function () {
        const { engine, run } = await open(many);
        const columns = [at("row"), at("word"), at("few")];
        const ask = (): string => engine.code(view(shown), columns, "orders");
        if (lacks.has("code")) {
          assert.throws(ask, isUnsupported);
          return;
        }
        if (run === undefined) {
          this.skip();
        }
        const again = await run(ask());
        const expected = await read(engine, shown, columns);
        assert.ok(expected.rows.length > 10);
        const found = await read(again, {}, [0, 1, 2]);
        assert.deepEqual([found.names, found.rows], [expected.names, expected.rows]);
      });
    });
  });
}

/** Points in time are compared as such, however they are written. */
function instantOf(type: ContractType, text: string | null | undefined): string | null {
  return times.includes(type) ? instantText(text) : (text ?? null);
}

/** A single value as text, in lower case. */
function lower(value: ContractValue): string {
  return typeof value === "object" ? "" : String(value).toLowerCase();
}

/** Values as files of different kinds and writers have them. */
function normal(type: ContractType, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  if (type === "float64" || type === "decimal") return String(Number(text));
  return type === "list" || type === "struct" ? JSON.stringify(JSON.parse(text)) : instantOf(type, text);
}

function aggregated(aggregate: "sum" | "mean" | "min" | "max" | "median", values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  switch (aggregate) {
    case "sum":
      return sum;
    case "mean":
      return sum / values.length;
    case "min":
      return sorted[0] ?? Number.NaN;
    case "max":
      return sorted.at(-1) ?? Number.NaN;
    case "median":
      return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  }
}
