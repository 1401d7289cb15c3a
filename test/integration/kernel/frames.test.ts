import assert from "node:assert/strict";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { DataframeError } from "../../../dataframes/protocol/dataframe-error.ts";
import { dataframesTarget } from "../../../dataframes/protocol/comm-target.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import { readStream } from "../../support/frame-engine/read-back.ts";
import { frameOf, startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

describe("looking into the kernel's dataframes", () => {
  let kernel: TestKernel;
  let frames: DataframesClient;
  before(async () => {
    kernel = await startTestKernel();
    frames = new DataframesClient(kernel.client);
  });
  after(() => kernel.stop());

  it("says of a frame it never had that it is gone", async () => {
    await assert.rejects(frames.ask("unknown", { method: "describe" }), {
      code: "expired",
      message: "The kernel has let go of this dataframe. Run its cell again.",
    });
  });

  it("answers a question that is none", async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const comm = kernel.client.openComm(dataframesTarget, { onMessage: resolve, onClose: () => undefined });
    comm.send({ id: 7, frame: "unknown", question: { method: "guess" } });
    const { id, problem } = (await promise) as { id: number; problem: { code: string } };
    assert.deepEqual([id, problem.code], [7, "bad-request"]);
    comm.close();
  });

  it("closes comms of targets that nobody knows, as Jupyter asks", async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    kernel.client.openComm("jupyter.widget", {
      onMessage: () => undefined,
      onClose: () => {
        resolve(undefined);
      },
    });
    await promise;
  });

  it("tells which comms are open", async () => {
    const { content } = await kernel.client.request("shell", "comm_info_request", {});
    const { comms } = content as { comms: Record<string, { target_name: string }> };
    assert.deepEqual(
      Object.values(comms).map(({ target_name: target }) => target),
      [dataframesTarget],
    );
  });

  it("rejects a question that is taken back, and answers the next one", async () => {
    const abort = new AbortController();
    const asked = frames.ask("unknown", { method: "describe" }, abort.signal);
    abort.abort();
    await assert.rejects(asked, { code: "cancelled" });
    await assert.rejects(frames.ask("unknown", { method: "describe" }), { code: "expired" });
  });

  it("sorts an array of objects that a cell gave, in a thread beside the cells", async () => {
    const shown = await kernel.run(
      "Array.from({ length: 5_000 }, (_, row) => ({ row, name: `n${row % 10}` }))",
    );
    const frame = frameOf(shown);
    const view = { ...wholeFrame, sort: [{ column: 1, descending: true }] };
    const { result, buffers } = await frames.ask(frame, {
      method: "window",
      view,
      offset: 0,
      limit: 2,
      columns: [0, 1],
    });
    assert.deepEqual(result, { rows: 5_000, cut: [] });
    assert.deepEqual(readStream(buffers[0] ?? new Uint8Array()).rows, [["9", "n9"], ["19", "n9"]]); // prettier-ignore
  });

  it("rejects what is still asked when the runtime ends, and answers the next runtime's frames", async () => {
    await kernel.run("const busy = setTimeout(() => { for (;;); }, 0);");
    const question = { method: "summary", view: wholeFrame, columns: [] } as const;
    const asked = assert.rejects(frames.ask("unknown", question), DataframeError);
    await kernel.client.shutdown(true);
    await asked;
    await assert.rejects(frames.ask("unknown", question), { code: "expired" });
  });
});
