import { repeat, timed } from "../measure.ts";
import type { Sample } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { typicalCell } from "../typical-cell.ts";

const often = { warmups: 30, runs: 200 };
const grown = 500;

/** Client to reply and idle, one cell at a time. */
const cells = (kernel: TestKernel, codeOf: (index: number) => string): Promise<Sample> =>
  repeat(often, (index) => timed(() => kernel.run(codeOf(index))));

/** Single cells, and whether they stay as fast in a long session. */
export const cellTimes: Scenario = {
  name: "cells",
  run: async () => {
    const kernel = await startTestKernel();
    try {
      const trivial = await cells(kernel, () => "1 + 1");
      const typical = await cells(kernel, typicalCell);
      for (let index = 0; index < grown; index += 1) await kernel.run(typicalCell(1_000 + index));
      const after = await cells(kernel, (index) => typicalCell(10_000 + index));
      return [
        { what: "trivial cell", unit: "ms", sample: trivial, target: 0.5, peer: "trivial" },
        { what: "typical TypeScript cell", unit: "ms", sample: typical, target: 0.8, peer: "typical" },
        {
          what: "the same after 500 more cells",
          unit: "ms",
          sample: after,
          target: 0.8,
          peer: "typical_after_500",
        },
      ];
    } finally {
      await kernel.stop();
    }
  },
};
