import assert from "node:assert/strict";
import * as z from "zod";
import { KernelModelSchema, KernelSpecsSchema, StatusSchema } from "../../../protocol/rest.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { execute } from "../../support/execution.ts";

describe("the REST API of a kernel", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel();
  });
  after(() => kernel.stop());

  const ask = (path: string, method = "GET"): Promise<Response> =>
    fetch(new URL(path, kernel.url.replace("ws:", "http:")), {
      method,
      headers: { authorization: `token ${kernel.token}` },
    });

  const answers = {
    "/api/kernels": z.tuple([KernelModelSchema]),
    "/api/kernels/test": KernelModelSchema,
    "/api/kernelspecs": KernelSpecsSchema,
    "/api/status": StatusSchema,
  };
  for (const [path, schema] of Object.entries(answers)) {
    it(`answers ${path} as Jupyter Server does`, async () => {
      const answer = await ask(path);
      assert.equal(answer.status, 200);
      schema.parse(await answer.json());
    });
  }

  it("counts the clients", async () => {
    const status = StatusSchema.parse(await (await ask("/api/status")).json());
    assert.deepEqual([status.kernels, status.connections], [1, 1]);
  });

  it("interrupts a cell", async () => {
    await kernel.run("1");
    const running = execute(kernel.client, "while (true) {}");
    for await (const event of running) if (event.type === "status") break;
    assert.equal((await ask("/api/kernels/test/interrupt", "POST")).status, 204);
    assert.equal((await running.reply).status, "error");
  });

  it("does not know other kernels", async () => {
    assert.equal((await ask("/api/kernels/another")).status, 404);
  });
});
