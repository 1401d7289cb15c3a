/**
 * One client's questions about dataframes. Each is answered once: with a result, or with a problem. A question that is
 * taken back, or whose comm closes, is aborted.
 */
import * as z from "zod";
import type { DataframeReply } from "../../dataframes/protocol/reply.ts";
import { DataframeRequestSchema } from "../../dataframes/protocol/request.ts";
import type { DataframeQuestion } from "../../dataframes/protocol/request.ts";
import type { Evaluator } from "../run/evaluator.ts";
import type { CommPeer, CommReply } from "../run/runtime-comms.ts";
import { dispatch } from "../../dataframes/engines/dispatch.ts";
import type { Answer } from "../../dataframes/engines/dispatch.ts";
import { ExportFiles } from "./export-files.ts";
import type { DataframeHandle } from "../../dataframes/detect/dataframe-handle.ts";
import type { DataframeEngine } from "../../dataframes/engines/engine.ts";
import { DataframeError, problemOf } from "../../dataframes/protocol/dataframe-error.ts";
import type { DataframeProblem } from "../../dataframes/protocol/dataframe-error.ts";
import { Replies } from "../../protocol/rpc.ts";
import type { DataframeRegistry } from "./dataframe-registry.ts";
import { openEngine } from "../../dataframes/engines/open-engine.ts";

export interface CommHandlerOptions {
  readonly frames: DataframeRegistry;
  readonly evaluator: Evaluator;
  /** The notebook's folder, from which its packages are found. */
  readonly folder: string;
  /** Folder for files of exports. */
  readonly exports: string;
  readonly reply: CommReply;
}

/** Called for each comm that is opened. */
export function handleComm(options: CommHandlerOptions): CommPeer {
  return new CommHandler(options);
}

class CommHandler implements CommPeer {
  readonly #options: CommHandlerOptions;
  readonly #replies = new Replies();
  readonly #files: ExportFiles;

  constructor(options: CommHandlerOptions) {
    this.#options = options;
    this.#files = new ExportFiles(options.exports);
  }

  take(data: unknown): void {
    const request = DataframeRequestSchema.safeParse(data);
    if (!request.success) {
      const id = z.object({ id: z.number() }).safeParse(data).data?.id;
      if (id !== undefined)
        this.#refuse(id, { code: "bad-request", message: z.prettifyError(request.error) });
    } else if ("cancel" in request.data) this.#replies.cancel(request.data.cancel);
    else void this.#answer(request.data.id, request.data.frame, request.data.question);
  }

  close(): void {
    this.#replies.cancelAll();
    void this.#files.close();
  }

  async #answer(id: number, frame: string, question: DataframeQuestion): Promise<void> {
    const outcome = await this.#replies.answer(id, async (signal) => {
      const { result, buffers } = await this.#ask(frame, question, signal);
      this.#say({ id, result }, buffers);
    });
    if ("error" in outcome) this.#refuse(id, problemOf(outcome.error, outcome.aborted));
  }

  async #ask(frame: string, question: DataframeQuestion, signal: AbortSignal): Promise<Answer> {
    const handle = this.#options.frames.find(frame);
    if (handle === undefined)
      throw new DataframeError("expired", "The kernel has let go of this dataframe. Run its cell again.");
    const name = (): string => nameOf(handle.value, this.#options.evaluator) ?? "frame";
    return dispatch({ engine: this.#engine(handle), files: this.#files, name }, question, signal);
  }

  #engine(handle: DataframeHandle): DataframeEngine {
    const { frames, folder } = this.#options;
    const known = frames.engines.get(handle.value);
    if (known !== undefined) return known;
    const engine = openEngine(handle, folder);
    frames.engines.set(handle.value, engine);
    return engine;
  }

  #refuse(id: number, problem: DataframeProblem): void {
    this.#say({ id, result: null, problem }, []);
  }

  #say(reply: DataframeReply, buffers: readonly Uint8Array[]): void {
    this.#options.reply(reply, buffers);
  }
}

/** So many of the newest names are looked through. */
const mostNames = 500;

/** The newest variable that is this very value; undefined where none is. */
function nameOf(value: object, evaluator: Evaluator): string | undefined {
  return evaluator
    .lexicalNames()
    .slice(-mostNames)
    .findLast((name) => evaluator.peek(name)?.value === value);
}
