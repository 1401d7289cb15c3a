/** Stands in for the editor, the extension and the kernel in the page: it answers questions about a {@link FormulaFrame}. */
import type { RendererMessage } from "../../../dataframes/protocol/renderer-messages.ts";
import { toBase64 } from "../../../dataframes/view/source/base64.ts";
import type { DataframeQuestion } from "../../../dataframes/protocol/request.ts";
import { FormulaFrame } from "./formula-frame.ts";
import type { FormulaShape } from "./formula-frame.ts";

/** How the kernel behaves; tests change it as they go. */
interface FakeHost {
  /** Milliseconds until an answer. */
  delay: number;
  /** What every question is answered with. */
  problem: { readonly code: string; readonly message: string } | undefined;
  /** False where rows are only known by reading on. */
  counts: boolean;
  /** All messages from the page, in their order. */
  readonly received: RendererMessage[];
  /** Most questions that were without an answer at once. */
  mostOpen: number;
}

declare global {
  interface Window {
    fakeHost: FakeHost;
  }
}

/** What `activate` gets; the host can be reached as `window.fakeHost`. */
export function fakeContext(shape: FormulaShape): object {
  const frame = new FormulaFrame(shape);
  const host: FakeHost = { delay: 0, problem: undefined, counts: true, received: [], mostOpen: 0 };
  window.fakeHost = host;
  const listeners: ((message: unknown) => void)[] = [];
  const open = new Set<number>();
  let state: unknown;
  return {
    getState: () => state,
    setState: (next: unknown) => (state = next),
    onDidReceiveMessage: (listener: (message: unknown) => void) => listeners.push(listener),
    postMessage(message: RendererMessage) {
      host.received.push(message);
      const { page, id } = message;
      if (message.type === "cancel") {
        open.delete(id);
        return;
      }
      open.add(id);
      host.mostOpen = Math.max(host.mostOpen, open.size);
      setTimeout(() => {
        if (!open.delete(id)) return;
        const answer =
          host.problem === undefined ? answerTo(message, frame, host) : { problem: host.problem };
        for (const listener of listeners) listener({ page, id, buffers: [], ...answer });
      }, host.delay);
    },
  };
}

function answerTo(message: RendererMessage, frame: FormulaFrame, host: FakeHost): object {
  switch (message.type) {
    case "ask":
      return answerToQuestion(message.question, frame, host);
    case "export":
      return { result: { saved: `/home/me/orders.${message.format}` } };
    case "save":
      return { result: { saved: `/home/me/${message.name}` } };
    case "insert-code":
      return { result: { inserted: true } };
    case "cancel":
      return {};
  }
}

function answerToQuestion(question: DataframeQuestion, frame: FormulaFrame, host: FakeHost): object {
  switch (question.method) {
    case "window": {
      const { count, at } = frame.rowsOf(question.view);
      const length = Math.max(0, Math.min(question.limit, count - question.offset));
      const rows = Array.from({ length }, (_, index) => at(question.offset + index));
      return {
        result: { rows: host.counts ? count : null, cut: frame.cuts(rows, question.columns) },
        buffers: [toBase64(frame.stream(rows, question.columns))],
      };
    }
    case "value": {
      const row = frame.rowsOf(question.view).at(question.row);
      return {
        result: { rows: 1, cut: [] },
        buffers: [toBase64(frame.stream([row], [question.column], true))],
      };
    }
    case "summary":
      return {
        result: { summaries: question.columns.map((column) => frame.summary(question.view, column)) },
      };
    case "values":
      return { result: frame.values(question.search) };
    default:
      return {
        problem: { code: "unsupported", message: `The fake kernel does not know ${question.method}.` },
      };
  }
}
