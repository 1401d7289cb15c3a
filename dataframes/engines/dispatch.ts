/** From a question about a dataframe to its engine's answer, in the form that travels. */
import type { FrameQuestion } from "../protocol/request.ts";
import { cutLong } from "../values/truncate.ts";
import type { FrameEngine } from "./engine.ts";

export interface Answer {
  readonly result: unknown;
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
  readonly engine: FrameEngine;
  readonly files: ExportStore;
  /** What the notebook calls the frame. */
  readonly name: () => string;
}

const bare = (result: unknown): Answer => ({ result, buffers: [] });

/** Rejects with a {@link FrameError}, the signal's reason, or whatever the library threw. */
export async function answerQuestion(
  { engine, files, name }: Asked,
  question: FrameQuestion,
  signal: AbortSignal,
): Promise<Answer> {
  switch (question.method) {
    case "describe":
      return bare(engine.describe());
    case "window": {
      const { rows, stream } = await engine.window(question, signal);
      const { stream: bytes, cut } = cutLong(stream);
      return { result: { rows, cut }, buffers: [bytes] };
    }
    case "value": {
      const { view, row, column } = question;
      const { stream } = await engine.window({ view, offset: row, limit: 1, columns: [column] }, signal);
      return { result: {}, buffers: [stream] };
    }
    case "summary":
      return bare({ summaries: await engine.summarize(question.view, question.columns, signal) });
    case "values": {
      const { view, column, search, limit } = question;
      return bare(await engine.values(view, column, search, limit, signal));
    }
    case "chart": {
      const { result, stream } = await engine.chart(question.view, question.chart, signal);
      return { result, buffers: [stream] };
    }
    case "export": {
      const { format, view, columns } = question;
      return bare(await files.make((path) => engine.write(path, format, view, columns, signal)));
    }
    case "read":
      return { result: {}, buffers: [await files.read(question.file, question.offset, question.length)] };
    case "release":
      await files.release(question.file);
      return bare({});
    case "code":
      return bare({ code: engine.code(question.view, question.columns, name()) });
  }
}
