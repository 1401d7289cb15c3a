import assert from "node:assert/strict";
import { repeat, timed } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { startTestKernel } from "../../support/kernel-process.ts";

const bytes = 10_000_000;

/** Ten megabytes of HTML, from the request to the parsed message at the client. */
export const largeDisplay: Scenario = {
  name: "large-display",
  run: async () => {
    const kernel = await startTestKernel();
    try {
      await kernel.run(
        `const large = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": html }) };
         const html = "<p>ten megabytes</p>".repeat(${bytes / 20}); 0`,
      );
      const sample = await repeat({ warmups: 3, runs: 20 }, () =>
        timed(async () => {
          const { events } = await kernel.run("large");
          const html = events.find((event) => event.type === "execute_result")?.data["text/html"];
          assert.equal(typeof html === "string" ? html.length : html, bytes);
        }),
      );
      return [{ what: "10 MB of HTML shown", unit: "ms", sample, target: 30, peer: "display" }];
    } finally {
      await kernel.stop();
    }
  },
};
