import { repeat, sampleOf } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { startTestKernel } from "../../support/kernel-process.ts";

const lines = 100_000;
const expected = Array.from({ length: lines }, (_, index) => `line ${index}\n`).join("");

/** A cell that prints a hundred thousand lines: how long until the client has them all, and whether it has. */
export const printedLines: Scenario = {
  name: "printed-lines",
  run: async () => {
    const kernel = await startTestKernel();
    const lost: number[] = [];
    try {
      const sample = await repeat({ warmups: 1, runs: 10 }, async () => {
        const started = performance.now();
        const { stdout } = await kernel.run(
          `for (let index = 0; index < ${lines}; index += 1) console.log("line", index);`,
        );
        const milliseconds = performance.now() - started;
        lost.push(stdout === expected ? 0 : lines - new Set(stdout.split("\n")).size + 1);
        return milliseconds;
      });
      return [
        { what: "100,000 printed lines", unit: "ms", sample, target: 300, peer: "lines" },
        {
          what: "lines of them lost",
          unit: "lines",
          sample: sampleOf([Math.max(...lost)]),
          target: 0,
          peer: "lines_lost",
        },
      ];
    } finally {
      await kernel.stop();
    }
  },
};
