import { setTimeout as pause } from "node:timers/promises";
import { sampleOf } from "../measure.ts";
import { hasProcFiles, memoryOf } from "../process-memory.ts";
import type { Memory } from "../process-memory.ts";
import type { Scenario } from "../scenario.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { startProbedKernel } from "../../support/probed-kernel.ts";
import { smallCell } from "../../support/small-cell.ts";
import { typicalCell } from "../typical-cell.ts";

const kernels = 5;
const grown = 520;
const firstSmall = 500;
const allSmall = 5_000;
/** What starts with the kernel has started by then. */
const settledMilliseconds = 1500;

const memoryOfKernel = (kernel: TestKernel): Memory => memoryOf(kernel.process.pid ?? 0);

async function afterStart(): Promise<Memory> {
  const kernel = await startTestKernel();
  try {
    await kernel.run("1 + 1");
    await pause(settledMilliseconds);
    return memoryOfKernel(kernel);
  } finally {
    await kernel.stop();
  }
}

async function afterManyCells(): Promise<Memory> {
  const kernel = await startTestKernel();
  try {
    for (let index = 0; index < grown; index += 1) await kernel.run(typicalCell(index));
    return memoryOfKernel(kernel);
  } finally {
    await kernel.stop();
  }
}

/** What cells leave behind, in megabytes in use after a collection. */
async function leftBySmallCells(): Promise<number> {
  const { kernel, used, stop } = await startProbedKernel();
  try {
    let ran = 0;
    const runTo = async (count: number): Promise<void> => {
      for (; ran < count; ran += 1) await kernel.run(smallCell(ran), { cell: `cell-${ran}` });
    };
    await runTo(firstSmall);
    const before = await used();
    await runTo(allSmall);
    return (await used()) - before;
  } finally {
    await stop();
  }
}

/** All processes of a kernel: supervisor, runtime and a spare one if there is any. */
export const memory: Scenario = {
  name: "memory",
  run: async () => {
    if (!hasProcFiles) return { skipped: "memory is read from /proc, which this system does not have" };
    const started: Memory[] = [];
    for (let index = 0; index < kernels; index += 1) started.push(await afterStart());
    const grownMemory = await afterManyCells();
    return [
      {
        what: "memory after start, shared pages counted once",
        unit: "MB",
        sample: sampleOf(started.map(({ real }) => real)),
        target: 90,
        peer: "memory",
      },
      {
        what: "memory after start, resident sizes added up",
        unit: "MB",
        sample: sampleOf(started.map(({ resident }) => resident)),
      },
      {
        what: "memory after 520 typical cells, shared pages counted once",
        unit: "MB",
        sample: sampleOf([grownMemory.real]),
        target: 95,
      },
      {
        what: "what 4,500 small cells after the first 500 leave in use, after a collection",
        unit: "MB",
        sample: sampleOf([await leftBySmallCells()]),
        target: 15,
      },
    ];
  },
};
