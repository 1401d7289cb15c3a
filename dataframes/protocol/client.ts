/** Asks a kernel about its dataframes. Every question is answered or rejected, also when the kernel goes away meanwhile. */
import type { KernelClient } from "../../protocol/client.ts";
import type { Comm } from "../../protocol/comm.ts";
import { Requests } from "../../protocol/rpc.ts";
import { dataframesTarget } from "./comm-target.ts";
import { DataframeError } from "./dataframe-error.ts";
import { DataframeReplySchema } from "./reply.ts";
import type { DataframeQuestion } from "./request.ts";
import { readDataframeResult } from "./result.ts";
import type { DataframeResult } from "./result.ts";

export interface DataframeAnswer<Result = unknown> {
  /** As the question says. */
  readonly result: Result;
  readonly buffers: readonly Uint8Array[];
}

const gone = "The kernel that held this dataframe has ended or was restarted. Run its cell again.";

export class DataframesClient {
  readonly #kernel: Pick<KernelClient, "openComm">;
  readonly #requests = new Requests<{ readonly frame: string; readonly question: unknown }, DataframeAnswer>(
    (id, request) => {
      const comm = (this.#comm ??= this.#open());
      comm.send({ id, ...request });
      return () => {
        comm.send({ cancel: id });
      };
    },
  );
  #comm: Comm | undefined;

  constructor(kernel: Pick<KernelClient, "openComm">) {
    this.#kernel = kernel;
  }

  /** Rejects with a {@link DataframeError}; with the code "cancelled" when the signal is aborted. */
  async ask<Question extends DataframeQuestion>(
    frame: string,
    question: Question,
    signal?: AbortSignal,
  ): Promise<DataframeAnswer<DataframeResult<Question["method"]>>> {
    const { result, buffers } = await this.forward(frame, question, signal);
    return { result: readDataframeResult(question, result), buffers };
  }

  /** As {@link ask}, of somebody else: the question is read by the kernel, and the result by whoever asked. */
  async forward(frame: string, question: unknown, signal?: AbortSignal): Promise<DataframeAnswer> {
    try {
      return await this.#requests.ask({ frame, question }, signal);
    } catch (error) {
      if (error instanceof DataframeError) throw error;
      throw new DataframeError("cancelled", "The question was taken back.", { cause: error });
    }
  }

  /** What is still asked is rejected. */
  close(): void {
    this.#comm?.close();
    this.#end();
  }

  #open(): Comm {
    return this.#kernel.openComm(dataframesTarget, {
      onMessage: (data, buffers) => {
        this.#take(data, buffers);
      },
      onClose: () => {
        this.#end();
      },
    });
  }

  #take(data: unknown, buffers: readonly Uint8Array[]): void {
    const reply = DataframeReplySchema.safeParse(data).data;
    if (reply === undefined) return;
    const { id, result, problem } = reply;
    if (problem === undefined) this.#requests.resolve(id, { result, buffers: buffers.map(aligned) });
    else this.#requests.reject(id, new DataframeError(problem.code, problem.message));
  }

  #end(): void {
    this.#comm = undefined;
    this.#requests.rejectAll(new DataframeError("expired", gone));
  }
}

/** Arrow streams are read in place, in words of eight bytes; in a message they lie anywhere. */
const aligned = (bytes: Uint8Array): Uint8Array =>
  bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
