import assert from "node:assert/strict";
import {
  binary,
  bool,
  dateDay,
  decimal,
  dictionary,
  float64,
  int32,
  int64,
  list,
  struct,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { DataframeError } from "../../../../dataframes/protocol/dataframe-error.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import type { DataframeQuestion } from "../../../../dataframes/protocol/request.ts";
import { readDataframeResult } from "../../../../dataframes/protocol/result.ts";
import { wholeFrame } from "../../../../dataframes/protocol/view.ts";
import type { DataframeSource, SourceAnswer } from "../../../../dataframes/view/source/dataframe-source.ts";
import { answerOfRows } from "../../../../dataframes/view/offline-engine/answer-of-rows.ts";
import { readWindow } from "../../../../dataframes/view/rows/read-window.ts";
import { SourceWithRows } from "../../../../dataframes/view/source/source-with-rows.ts";
import { readTable } from "../../../../dataframes/view/table/table.ts";
import type { Table } from "../../../../dataframes/view/table/table.ts";
import { describeEngineContract } from "../../../contracts/dataframe-engine.ts";
import type { ContractColumn, ContractType } from "../../../support/frame-engine/contract-column.ts";
import { streamOf } from "../../../support/renderer/stream-of.ts";

const types: Readonly<Record<ContractType, () => DataType>> = {
  int32,
  int64,
  float64,
  decimal: () => decimal(20, 2),
  text: utf8,
  boolean: bool,
  date: dateDay,
  timestamp: () => timestamp(2),
  instant: () => timestamp(1, "UTC"),
  zoned: () => timestamp(2, "Europe/Berlin"),
  list: () => list(int32()),
  struct: () => struct({ a: int32(), b: utf8() }),
  binary,
};

function streamOfColumns(columns: readonly ContractColumn[]): Uint8Array {
  return streamOf(
    ...columns.map(
      ({ name, type, values }) => [name, types[type](), values.map((value) => given(type, value))] as const,
    ),
  );
}

function given(type: ContractType, value: unknown): unknown {
  return type === "date" && typeof value === "number" ? new Date(value * 86_400_000) : value;
}

/** What came with an output, asked as a kernel's engine is. */
function engineOf(columns: readonly ContractColumn[]): DataframeEngine {
  const table = readTable(streamOfColumns(columns));
  const names = columns.map(({ name }) => name);
  const ask = (question: DataframeQuestion, signal: AbortSignal): SourceAnswer => {
    signal.throwIfAborted();
    const beyond = [
      ...("columns" in question ? question.columns : []),
      ...("view" in question ? question.view.sort.map(({ column }) => column) : []),
    ].some((column) => column >= names.length);
    if (beyond) throw new DataframeError("bad-request", "There is no such column.");
    const answer = answerOfRows(table, question);
    if (answer === undefined) throw new DataframeError("unsupported", question.method);
    readDataframeResult(question, answer.result);
    return answer;
  };
  const later = async <Result>(signal: AbortSignal, work: () => Result): Promise<Result> => {
    signal.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
    return work();
  };
  return {
    describe: () => ({
      kind: "rows that came",
      rows: table.rows,
      columns: table.columns.map(({ name, type, use: { role } }) => ({ name, type, role })),
    }),
    window: (question, signal) =>
      later(signal, () => {
        const answer = ask({ method: "window", ...question }, signal);
        const { pieces, rows } = readWindow(answer, question.columns.length);
        const picked = pieces.map(({ column, rows: count }, index) => {
          const type = columns[question.columns[index] ?? 0]?.type ?? "text";
          const values = Array.from({ length: count }, (_, row) => column.raw.at(row));
          return [column.name, types[type](), type === "date" ? values.map(asDate) : values] as const;
        });
        return { rows, stream: streamOf(...picked) };
      }),
    summarize: (view, asked, signal) =>
      later(signal, () => {
        const { result } = ask({ method: "summary", view, columns: asked }, signal);
        // SAFETY: checked above by the schema of its question.
        return (result as { summaries: Awaited<ReturnType<DataframeEngine["summarize"]>> }).summaries;
      }),
    values: (view, column, search, limit, signal) =>
      later(signal, () => {
        const { result } = ask({ method: "values", view, column, search, limit }, signal);
        // SAFETY: as above.
        return result as Awaited<ReturnType<DataframeEngine["values"]>>;
      }),
    chart: () => Promise.reject(new DataframeError("unsupported", "chart")),
    write: () => Promise.reject(new DataframeError("unsupported", "write")),
    code: () => {
      throw new DataframeError("unsupported", "code");
    },
  };
}

function asDate(value: unknown): unknown {
  return typeof value === "number" ? new Date(value) : value;
}

describeEngineContract("rows that came with an output", {
  make: (columns) => ({ engine: engineOf(columns) }),
  lacks: ["csv", "parquet", "arrow", "code", "bar", "line", "histogram", "scatter"],
});

describe("categories in rows that came", () => {
  const answer = (question: DataframeQuestion): SourceAnswer => {
    const values = ["b", "a", null, "b"];
    const found = answerOfRows(readTable(streamOf(["c", dictionary(utf8()), values])), question);
    assert.ok(found !== undefined);
    return found;
  };

  it("are sorted, filtered and counted as what they stand for", () => {
    const view = {
      sort: [{ column: 0, descending: true }],
      filters: [{ kind: "among", column: 0, values: ["b", null], not: false } as const],
      search: "",
    };
    const { table } = answer({ method: "window", view, offset: 0, limit: 9, columns: [0] });
    assert.deepEqual(
      Array.from({ length: table?.rows ?? 0 }, (_, row) => table?.columns[0]?.cell(row).text),
      ["b", "b", "null"],
    );
    assert.deepEqual(answer({ method: "summary", view: wholeFrame, columns: [0] }).result, {
      summaries: [
        { column: 0, count: 4, nulls: 1, distinct: 2, distinctExact: true, top: [{ value: "b", count: 2 }, { value: "a", count: 1 }] }, // prettier-ignore
      ],
    });
  });
});

describe("a source with rows", () => {
  const table: Table = readTable(streamOf(["n", int32(), [3, 1, 2]]));
  const question: DataframeQuestion = {
    method: "window",
    view: { ...wholeFrame, sort: [{ column: 0, descending: false }] },
    offset: 0,
    limit: 10,
    columns: [0],
  };
  const refusing = (code: DataframeError["code"]): DataframeSource => ({
    ask: () => Promise.reject(new DataframeError(code, "no")),
    export: () => Promise.reject(new DataframeError(code, "no")),
    save: () => Promise.resolve(null),
    insertCode: () => Promise.reject(new DataframeError(code, "no")),
  });
  const texts = (answer: SourceAnswer): unknown =>
    [0, 1, 2].map((row) => answer.table?.columns[0]?.cell(row).text);

  for (const code of ["no-kernel", "expired"] as const)
    it(`answers itself when the kernel says ${code}, and tells that`, async () => {
      const reached: boolean[] = [];
      const source = new SourceWithRows(refusing(code), table, (kernel) => reached.push(kernel));
      assert.deepEqual(texts(await source.ask(question)), ["1", "2", "3"]);
      await assert.rejects(source.export(wholeFrame, [0], "csv"), { code });
      await assert.rejects(source.ask({ method: "describe" }), { code });
      assert.ok(reached.length === 3 && reached.every((kernel) => !kernel));
    });

  it("passes on what the kernel refuses, and all problems where not all rows came", async () => {
    const failing = new SourceWithRows(refusing("failed"), table, () => undefined);
    await assert.rejects(failing.ask(question), { code: "failed" });
    const partly = new SourceWithRows(refusing("expired"), undefined, () => undefined);
    await assert.rejects(partly.ask(question), { code: "expired" });
  });

  it("answers where there never was a kernel", async () => {
    const source = new SourceWithRows(undefined, table, () => undefined);
    assert.deepEqual(texts(await source.ask(question)), ["1", "2", "3"]);
    await assert.rejects(source.insertCode(wholeFrame, [0]), { code: "no-kernel" });
  });
});
