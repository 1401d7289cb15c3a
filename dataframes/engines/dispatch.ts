/** From a question about a dataframe to its engine's answer, in the form that travels. */
import type { DataframeQuestion } from "../protocol/request.ts";
import type { DataframeResult } from "../protocol/result.ts";
import { truncateLong } from "../values/truncate.ts";
import type { DataframeEngine } from "./engine.ts";

export interface Answer<Result = unknown> {
  readonly result: Result;
  readonly buffers: readonly Uint8Array[];
}

/** Where files are written that a client then reads in pieces. */
export interface ExportStore {
  /** Has a file written; nothing is left of it when that fails. */
  make(write: (path: string) => Promise<void>): Promise<{ readonly file: string; readonly bytes: number }>;
  read(file: string, offset: number, length: number): Promise<Uint8Array>;
  release(file: string): Promise<void>;
}

export interface Asked {
  readonly engine: DataframeEngine;
  readonly files: ExportStore;
  /** What the notebook calls the frame. */
  readonly name: () => string;
}

type Method = DataframeQuestion["method"];

type Answers = {
  readonly [Each in Method]: (
    asked: Asked,
    question: Extract<DataframeQuestion, { method: Each }>,
    signal: AbortSignal,
  ) => Promise<Answer<DataframeResult<Each>>>;
};

const bare = <Result>(result: Result): Answer<Result> => ({ result, buffers: [] });

const answers: Answers = {
  describe: ({ engine }) => Promise.resolve(bare(engine.describe())),
  window: async ({ engine }, question, signal) => {
    const { rows, stream } = await engine.window(question, signal);
    const { stream: bytes, cut } = truncateLong(stream);
    return { result: { rows, cut }, buffers: [bytes] };
  },
  value: async ({ engine }, { view, row, column }, signal) => {
    const { stream } = await engine.window({ view, offset: row, limit: 1, columns: [column] }, signal);
    return { result: {}, buffers: [stream] };
  },
  summary: async ({ engine }, { view, columns }, signal) =>
    bare({ summaries: await engine.summarize(view, columns, signal) }),
  values: async ({ engine }, { view, column, search, limit }, signal) =>
    bare(await engine.values(view, column, search, limit, signal)),
  chart: async ({ engine }, { view, chart }, signal) => {
    const { result, stream } = await engine.chart(view, chart, signal);
    return { result, buffers: [stream] };
  },
  export: async ({ engine, files }, { format, view, columns }, signal) =>
    bare(await files.make((path) => engine.write(path, format, view, columns, signal))),
  read: async ({ files }, { file, offset, length }) => ({
    result: {},
    buffers: [await files.read(file, offset, length)],
  }),
  release: async ({ files }, { file }) => {
    await files.release(file);
    return bare({});
  },
  code: ({ engine, name }, { view, columns }) =>
    Promise.resolve(bare({ code: engine.code(view, columns, name()) })),
};

/** Rejects with a {@link DataframeError}, the signal's reason, or whatever the library threw. */
export async function dispatch(
  asked: Asked,
  question: DataframeQuestion,
  signal: AbortSignal,
): Promise<Answer> {
  // SAFETY: the entry of the question's own method, which the compiler cannot follow through the table.
  const answer = answers[question.method] as (
    asked: Asked,
    question: DataframeQuestion,
    signal: AbortSignal,
  ) => Promise<Answer>;
  return await answer(asked, question, signal);
}
