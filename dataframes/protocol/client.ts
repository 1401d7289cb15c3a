/** Asks a kernel about its dataframes. Every question is answered or rejected, also when the kernel goes away meanwhile. */
import type { KernelClient } from "../../protocol/client.ts";
import type { Comm } from "../../protocol/comm.ts";
import { deferred } from "../../protocol/deferred.ts";
import type { Deferred } from "../../protocol/deferred.ts";
import { FrameReplySchema } from "./reply.ts";
import type { FrameProblem } from "./reply.ts";
import type { FrameQuestion } from "./request.ts";
import { readFrameResult } from "./result.ts";
import type { FrameResult } from "./result.ts";
import { framesTarget } from "./comm-target.ts";

/** Why a question was not answered. */
export class FrameQuestionError extends Error {
  override readonly name = "FrameQuestionError";
  readonly code: FrameProblem["code"];

  constructor({ code, message }: FrameProblem) {
    super(message);
    this.code = code;
  }
}

export interface FrameAnswer<Result = unknown> {
  /** As the question says. */
  readonly result: Result;
  readonly buffers: readonly Uint8Array[];
}

type Waiting = Pick<Deferred<FrameAnswer>, "resolve" | "reject">;

const gone: FrameProblem = {
  code: "expired",
  message: "The kernel that held this dataframe has ended or was restarted. Run its cell again.",
};

export class FramesClient {
  readonly #kernel: Pick<KernelClient, "openComm">;
  readonly #waiting = new Map<number, Waiting>();
  #comm: Comm | undefined;
  #last = 0;

  constructor(kernel: Pick<KernelClient, "openComm">) {
    this.#kernel = kernel;
  }

  /** Rejects with a {@link FrameQuestionError}; with the code "cancelled" when the signal is aborted. */
  async ask<Question extends FrameQuestion>(
    frame: string,
    question: Question,
    signal?: AbortSignal,
  ): Promise<FrameAnswer<FrameResult<Question["method"]>>> {
    const { result, buffers } = await this.#ask(frame, question, signal);
    return { result: readFrameResult(question, result), buffers };
  }

  #ask(frame: string, question: FrameQuestion, signal: AbortSignal | undefined): Promise<FrameAnswer> {
    if (signal?.aborted === true) return Promise.reject(cancelled());
    this.#comm ??= this.#open();
    const comm = this.#comm;
    this.#last += 1;
    const id = this.#last;
    const answer = deferred<FrameAnswer>();
    const cancel = (): void => {
      this.#waiting.delete(id);
      comm.send({ cancel: id });
      answer.reject(cancelled());
    };
    signal?.addEventListener("abort", cancel, { once: true });
    this.#waiting.set(id, answer);
    comm.send({ id, frame, question });
    return answer.promise.finally(() => {
      signal?.removeEventListener("abort", cancel);
    });
  }

  /** What is still asked is rejected. */
  close(): void {
    this.#comm?.close();
    this.#end();
  }

  #open(): Comm {
    return this.#kernel.openComm(framesTarget, {
      onMessage: (data, buffers) => {
        this.#take(data, buffers);
      },
      onClose: () => {
        this.#end();
      },
    });
  }

  #take(data: unknown, buffers: readonly Uint8Array[]): void {
    const reply = FrameReplySchema.safeParse(data).data;
    const waiting = reply === undefined ? undefined : this.#waiting.get(reply.id);
    if (reply === undefined || waiting === undefined) return;
    this.#waiting.delete(reply.id);
    if (reply.problem === undefined) waiting.resolve({ result: reply.result, buffers: buffers.map(aligned) });
    else waiting.reject(new FrameQuestionError(reply.problem));
  }

  #end(): void {
    this.#comm = undefined;
    for (const { reject } of this.#waiting.values()) reject(new FrameQuestionError(gone));
    this.#waiting.clear();
  }
}

/** Arrow streams are read in place, in words of eight bytes; in a message they lie anywhere. */
const aligned = (bytes: Uint8Array): Uint8Array =>
  bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);

const cancelled = (): FrameQuestionError =>
  new FrameQuestionError({ code: "cancelled", message: "The question was taken back." });
