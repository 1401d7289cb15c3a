import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataframesTarget } from "../../../dataframes/protocol/comm-target.ts";
import { beginProgram } from "../../../protocol/program.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

describe("a runtime that cannot be started", function () {
  this.timeout(300_000);
  let kernelFolder: string;
  let kernel: TestKernel;

  before(async () => {
    kernelFolder = mkdtempSync(join(tmpdir(), "pipenb-test-starts-"));
    cpSync("dist/kernel", kernelFolder, { recursive: true });
    symlinkSync(join(process.cwd(), "node_modules"), join(kernelFolder, "node_modules"));
    writeFileSync(join(kernelFolder, "runtime.mjs"), "process.exit(7);\n");
    kernel = await startTestKernel({ program: join(kernelFolder, "supervisor.mjs") });
  });
  after(async () => {
    await kernel.stop();
    rmSync(kernelFolder, { recursive: true, force: true });
  });

  it("is given up after some tries, and every request is answered from then on", async () => {
    // Asked while it is tried, and each one after it was given up.
    const waiting = kernel.client.variables();
    let told = "";
    for (let tries = 0; tries < 10 && !told.includes("RuntimeFailed"); tries += 1)
      told = (await kernel.run("1 + 1")).trace;
    assert.match(
      told,
      /^RuntimeFailed: The process that runs cells cannot be started: it ended 4 times before it was ready\. The runtime ended with exit code 7\. Restart the kernel/,
    );
    assert.doesNotMatch(told, /\n\s+at /);
    await waiting;
    assert.match((await kernel.run("2 + 2")).trace, /RuntimeFailed/);
    assert.deepEqual(await kernel.client.variables(), []);
    assert.deepEqual((await kernel.client.knowledge({ about: "tables" }))?.tables ?? [], []);
    await assert.rejects(beginProgram(kernel.client, []), /cannot be started: it ended 4 times/);
    await new Promise<void>((onClose) => {
      kernel.client.openComm(dataframesTarget, { onMessage: () => undefined, onClose });
    });
  });

  it("is tried again when the kernel is restarted", async () => {
    cpSync("dist/kernel/runtime.mjs", join(kernelFolder, "runtime.mjs"));
    await kernel.client.shutdown(true);
    const { result, trace } = await kernel.run("3 + 4");
    assert.deepEqual([result, trace], ["7", ""]);
  });
});
