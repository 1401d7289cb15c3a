import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import { frameOf, startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const rows = 300_000;

describe("cells that are interrupted while somebody looks into a dataframe", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel({ modules: checkout });
  });
  after(() => kernel.stop());

  it("end, and leave the questions to DuckDB their answers", async () => {
    const shown = await kernel.run(`import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create()).connect();
await connection.runAndReadAll("select i, hash(i) as h, 'customer ' || hash(i) as c from range(${rows}) t(i)")`);
    const frame = frameOf(shown);
    const frames = new DataframesClient(kernel.client);
    for (let round = 0; round < 12; round += 1) {
      // Other rows each time, so that no answer is known already.
      const view = {
        ...wholeFrame,
        sort: [{ column: 2, descending: round % 2 === 0 }],
        search: String(round),
      };
      const asked = [
        frames.ask(frame, { method: "window", view, offset: 0, limit: 10, columns: [0, 2] }),
        frames.ask(frame, { method: "summary", view, columns: [2] }),
      ] as const;
      const waiting = kernel.run("await new Promise((resolve) => setTimeout(resolve, 60_000))");
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 15));
      await kernel.client.interrupt();
      assert.match((await waiting).trace, /interrupted/);
      const [window, summary] = await Promise.all(asked);
      assert.ok((window.result.rows ?? 0) > 0);
      assert.equal(summary.result.summaries[0]?.count, window.result.rows);
    }
  });
});
