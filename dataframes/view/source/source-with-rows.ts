/** Asks the kernel about a dataframe; where it no longer answers, the rows that came do, if they are all there are. */
import type { DataframeQuestion } from "../../protocol/request.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DataframeSource, SourceAnswer } from "./dataframe-source.ts";
import type { Table } from "../table/table.ts";

const noKernel = "No kernel has this dataframe any more. Run the cell again.";

/** What the rows that came can answer. */
type OfRows = (question: DataframeQuestion) => SourceAnswer | undefined;

export class SourceWithRows implements DataframeSource {
  readonly #kernel: DataframeSource | undefined;
  readonly #table: Table | undefined;
  readonly #reached: (kernel: boolean) => void;
  #ofRows: Promise<OfRows> | undefined;

  /**
   * @param kernel undefined where there never was one to ask
   * @param table all rows and their whole values; undefined where only some came
   * @param reached is told after each question whether the kernel has the frame
   */
  constructor(
    kernel: DataframeSource | undefined,
    table: Table | undefined,
    reached: (kernel: boolean) => void,
  ) {
    this.#kernel = kernel;
    this.#table = table;
    this.#reached = reached;
  }

  async ask(question: DataframeQuestion, signal?: AbortSignal): Promise<SourceAnswer> {
    try {
      return await this.#asked((kernel) => kernel.ask(question, signal));
    } catch (error) {
      const answer = isGone(error) ? (await this.#rows())?.(question) : undefined;
      signal?.throwIfAborted();
      if (answer === undefined) throw error;
      return answer;
    }
  }

  export(...wanted: Parameters<DataframeSource["export"]>): Promise<string | null> {
    return this.#asked((kernel) => kernel.export(...wanted));
  }

  save(name: string, bytes: Uint8Array): Promise<string | null> {
    // The editor saves pictures, whatever has become of the kernel.
    return this.#kernel?.save(name, bytes) ?? Promise.reject(new DataframeError("no-kernel", noKernel));
  }

  insertCode(...wanted: Parameters<DataframeSource["insertCode"]>): Promise<boolean> {
    return this.#asked((kernel) => kernel.insertCode(...wanted));
  }

  async #asked<Answer>(question: (kernel: DataframeSource) => Promise<Answer>): Promise<Answer> {
    if (this.#kernel === undefined) throw new DataframeError("no-kernel", noKernel);
    try {
      const answer = await question(this.#kernel);
      this.#reached(true);
      return answer;
    } catch (error) {
      if (isGone(error)) this.#reached(false);
      throw error;
    }
  }

  async #rows(): Promise<OfRows | undefined> {
    const table = this.#table;
    if (table === undefined) return undefined;
    this.#ofRows ??= import("../offline-engine/answer-of-rows.ts").then(
      ({ answerOfRows }) =>
        (question) =>
          answerOfRows(table, question),
    );
    return this.#ofRows;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof DataframeError && (error.code === "no-kernel" || error.code === "expired");
}
