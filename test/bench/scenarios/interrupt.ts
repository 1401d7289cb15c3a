import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { repeat } from "../measure.ts";
import type { Sample } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

/** Until the cell is surely inside its loop. */
const startedMilliseconds = 60;

function interrupts(kernel: TestKernel, code: string): Promise<Sample> {
  return repeat({ warmups: 2, runs: 20 }, async () => {
    const running = kernel.run(code);
    await pause(startedMilliseconds);
    const started = performance.now();
    await kernel.client.interrupt();
    assert.match((await running).trace, /Interrupted/);
    const milliseconds = performance.now() - started;
    assert.equal((await kernel.run("kept")).result, "'kept'");
    return milliseconds;
  });
}

/** From the request to interrupt to the end of the cell, variables kept. */
export const interrupt: Scenario = {
  name: "interrupt",
  run: async () => {
    const kernel = await startTestKernel();
    try {
      await kernel.run("const kept = 'kept'");
      return [
        {
          what: "interrupt of an endless loop",
          unit: "ms",
          sample: await interrupts(kernel, "while (true) {}"),
          target: 2,
          peer: "interrupt",
        },
        {
          what: "interrupt of a hung await",
          unit: "ms",
          sample: await interrupts(kernel, "await new Promise(() => {})"),
          target: 2,
        },
      ];
    } finally {
      await kernel.stop();
    }
  },
};
