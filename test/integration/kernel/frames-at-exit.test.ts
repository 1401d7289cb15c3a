import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import { frameOf, startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

describe("a cell that ends its process while somebody looks into a dataframe", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel({ modules: checkout });
  });
  after(() => kernel.stop());

  it("ends it at once, though DuckDB reads rows of it meanwhile", async () => {
    const shown = await kernel.run(`import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create()).connect();
await connection.runAndReadAll("select i, hash(i) as h, 'customer ' || hash(i) as c from range(3000000) t(i)")`);
    const frame = frameOf(shown);
    const question = { method: "summary", view: wholeFrame, columns: [0, 1, 2] } as const;
    const asked = new DataframesClient(kernel.client).ask(frame, question);
    const ended = assert.rejects(asked);
    const { trace } = await kernel.run(
      "await new Promise((resolve) => setTimeout(resolve, 100)); process.exit(3)",
    );
    assert.match(trace, /process\.exit\(3\) was called/);
    await ended;
    assert.equal((await kernel.run("40 + 2")).result, "42");
  });
});
