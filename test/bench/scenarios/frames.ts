import { fileURLToPath } from "node:url";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import { madeFrames, makeFile } from "../frames/made-frames.ts";
import { measureFrame } from "../frames/measure-frame.ts";
import type { Figure, Scenario } from "../scenario.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** Dataframes of 1,000,000 rows and 20 columns, looked into over a kernel's WebSocket, each library in a kernel of its own. */
export const frameTimes: Scenario = {
  name: "frames",
  run: async () => {
    const figures: Figure[] = [];
    for (const made of madeFrames) {
      const kernel = await startTestKernel({ modules: checkout });
      try {
        const { trace } = await kernel.run(makeFile);
        if (trace !== "") throw new Error(trace);
        figures.push(...(await measureFrame(kernel, new DataframesClient(kernel.client), made)));
      } finally {
        await kernel.stop();
      }
    }
    return figures.map((figure) => ({ ...figure, part: "frames" }));
  },
};
