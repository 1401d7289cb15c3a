/** What a library's engine is asked with, and the frames it is asked about. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataframeEngine } from "../../../dataframes/engines/engine.ts";
import { DataframeError } from "../../../dataframes/protocol/dataframe-error.ts";
import type { Chart } from "../../../dataframes/protocol/chart.ts";
import type { ExportFormat } from "../../../dataframes/protocol/request.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { View } from "../../../dataframes/protocol/view.ts";
import { everyType, manyRows } from "../../support/frame-engine/contract-column.ts";
import type { ContractColumn, ContractType } from "../../support/frame-engine/contract-column.ts";
import { readStream } from "../../support/frame-engine/read-back.ts";
import type { ReadTable } from "../../support/frame-engine/read-back.ts";

/** A frame of a library, opened. */
export interface OpenedFrame {
  readonly engine: DataframeEngine;
  /** Runs a statement in which the frame is called `orders`, and opens what it gives. */
  readonly run?: (code: string) => Promise<DataframeEngine>;
  readonly close?: () => Promise<void> | void;
}

/**
 * What a library cannot hold or do. Types and shapes of frames that it lacks are not made; questions that it lacks must be
 * refused with the code "unsupported". `row-count` is lacked by frames that only reading on would count.
 */
export type Lack =
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

export const never = new AbortController().signal;

/** Of each type's columns. */
export const roles: Readonly<Record<ContractType, string>> = {
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

/** The whole frame but for what is said. */
export const view = (some: Partial<View>): View => ({ ...wholeFrame, ...some });

export const isUnsupported = (error: unknown): boolean =>
  error instanceof DataframeError && error.code === "unsupported";
export const isBadRequest = (error: unknown): boolean =>
  error instanceof DataframeError && error.code === "bad-request";

/** A library's engine in a suite. */
export interface UnderTest {
  readonly lacks: ReadonlySet<Lack>;
  /** Reads Parquet files. */
  readonly parquetReader: "duckdb" | "polars";
  /** A frame that is closed after the test. */
  readonly open: (columns: readonly ContractColumn[]) => Promise<OpenedFrame>;
  /** A column of each type that the library has. */
  readonly types: readonly ContractColumn[];
  readonly indexOf: (type: ContractType) => number;
  /** Ten thousand rows, of which these are the columns; so are `at` and `named`. */
  readonly many: readonly ContractColumn[];
  readonly at: (name: string) => number;
  readonly named: (name: string) => ContractColumn;
  /** A window of a view as text. */
  readonly read: (
    engine: DataframeEngine,
    asked: Partial<View>,
    columns: readonly number[],
    offset?: number,
    limit?: number,
  ) => Promise<ReadTable & { readonly total: number | null }>;
  /** First column of the view, which numbers the rows in frames that have such a column. */
  readonly numbers: (engine: DataframeEngine, asked: Partial<View>) => Promise<readonly number[]>;
  /** A test with {@link many} rows; where the library lacks this, the engine must say so. */
  readonly answered: (what: Lack, title: string, test: (engine: DataframeEngine) => Promise<void>) => void;
  /** Of a file in a folder that goes with the suite. */
  readonly pathOf: (name: string) => string;
}

const many = manyRows(10_000);

/** Call it in `describe`. */
export function underTest(library: FrameLibraryUnderTest): UnderTest {
  const lacks = new Set<Lack>(library.lacks);
  const opened: OpenedFrame[] = [];
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

  const open = async (columns: readonly ContractColumn[]): Promise<OpenedFrame> => {
    const frame = await library.make(columns);
    opened.push(frame);
    return frame;
  };
  const types = everyType.filter(({ type }) => !lacks.has(type));
  const indexOf = (type: ContractType): number => types.findIndex((each) => each.type === type);
  const read: UnderTest["read"] = async (engine, asked, columns, offset = 0, limit = 10_000) => {
    const { rows, stream } = await engine.window({ view: view(asked), offset, limit, columns }, never);
    return { ...readStream(stream), total: rows };
  };
  const at = (name: string): number => many.findIndex((column) => column.name === name);
  return {
    lacks,
    parquetReader: library.parquetReader ?? "duckdb",
    open,
    types,
    indexOf,
    many,
    at,
    named: (name) => {
      const column = many[at(name)];
      assert.ok(column !== undefined);
      return column;
    },
    read,
    numbers: async (engine, asked) => {
      const { rows, total } = await read(engine, asked, [0]);
      if (!lacks.has("row-count")) assert.equal(total, rows.length);
      return rows.map(([first]) => Number(first));
    },
    answered: (what, title, test) => {
      it(title, async () => {
        const { engine } = await open(many);
        await (lacks.has(what) ? assert.rejects(test(engine), isUnsupported) : test(engine));
      });
    },
    pathOf: (name) => join(folder, name),
  };
}
