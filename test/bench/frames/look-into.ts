/** A frame of a kernel, asked over the kernel's WebSocket as the editor asks. */
import assert from "node:assert/strict";
import { z } from "zod";
import type { DataframesClient } from "../../../dataframes/protocol/client.ts";
import type { SortKey, View } from "../../../dataframes/protocol/view.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { timed } from "../measure.ts";

const MetadataSchema = z.object({ pipenb: z.object({ frame: z.object({ id: z.string() }) }) });

export const sorted = (...sort: readonly SortKey[]): View => ({ sort, filters: [], search: "" });

/** What one frame is asked. */
export class LookedInto {
  readonly #frames: DataframesClient;
  readonly #id: string;

  private constructor(frames: DataframesClient, id: string) {
    this.#frames = frames;
    this.#id = id;
  }

  /** Shows the kernel's variable; gives also how many milliseconds that took in the kernel. */
  static async show(kernel: TestKernel, frames: DataframesClient, variable: string) {
    const { events, result, trace } = await kernel.run(
      `const began = performance.now(); display(${variable}); performance.now() - began`,
    );
    assert.equal(trace, "");
    const shown = events.find((event) => event.type === "display_data");
    const { pipenb } = MetadataSchema.parse(
      shown !== undefined && "metadata" in shown ? shown.metadata : undefined,
    );
    return { frame: new LookedInto(frames, pipenb.frame.id), milliseconds: Number(result) };
  }

  /** Milliseconds until the rows are here. */
  window(view: View, offset: number, limit: number, columns: readonly number[]): Promise<number> {
    return timed(() =>
      this.#frames.ask(this.#id, { method: "window", view, offset, limit, columns: [...columns] }),
    );
  }

  /** Milliseconds until the figures of these columns are here. */
  summary(columns: readonly number[]): Promise<number> {
    return timed(() =>
      this.#frames.ask(this.#id, { method: "summary", view: sorted(), columns: [...columns] }),
    );
  }
}
