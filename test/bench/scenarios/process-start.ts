import { repeat, timed } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

async function measure(): Promise<number> {
  let kernel: TestKernel | undefined;
  const milliseconds = await timed(async () => {
    kernel = await startTestKernel();
    await kernel.run("1 + 1");
  });
  await kernel?.stop();
  return milliseconds;
}

/** From starting the supervisor's process to the result of the first cell. */
export const processStart: Scenario = {
  name: "process-start",
  run: async () => [
    {
      what: "kernel start to first result, as a process",
      unit: "ms",
      sample: await repeat({ warmups: 2, runs: 15 }, measure),
      target: 120,
      peer: "start",
    },
  ],
};
