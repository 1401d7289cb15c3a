/** From a question about a dataframe to its engine's answer, in the form that travels. */
import type { FrameQuestion } from "../../protocol/frames/frame-request.ts";
import type { View } from "../../protocol/frames/view.ts";
import { cutLong } from "./cut-long.ts";
import type { ExportFiles } from "./export-files.ts";
import type { FrameEngine } from "./frame-engine.ts";
import { FrameError } from "./frame-engine.ts";

export interface Answer {
  readonly result: unknown;
  readonly buffers: readonly Uint8Array[];
}

export interface Asked {
  readonly engine: FrameEngine;
  readonly files: ExportFiles;
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
  checkColumns(engine, question);
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

/** Every column that is named must be there. */
function checkColumns(engine: FrameEngine, question: FrameQuestion): void {
  const asked = [
    ...("columns" in question ? question.columns : []),
    ...("column" in question ? [question.column] : []),
    ...("view" in question ? columnsOf(question.view) : []),
    ...("chart" in question ? [question.chart.x, question.chart.y ?? 0, question.chart.color ?? 0] : []),
  ];
  if (asked.length === 0) return;
  const count = engine.describe().columns.length;
  const beyond = asked.find((column) => column >= count);
  // A lazy frame may not know its columns before it is read.
  if (beyond !== undefined && count > 0)
    throw new FrameError("bad-request", `There is no column ${beyond}: the frame has ${count}.`);
}

function columnsOf({ sort, filters }: View): readonly number[] {
  return [...sort, ...filters].map(({ column }) => column);
}
