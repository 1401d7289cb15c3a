import { gzipSync } from "node:zlib";
import { builtRenderer, loadedAtOnce } from "../../support/renderer/page.ts";
import type { Scenario } from "../scenario.ts";

const kilobytes = (texts: Iterable<string>) => {
  const bytes = [...texts].reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  return { median: bytes / 1024, p95: undefined, runs: 1 };
};

/** What the page of outputs loads for a dataframe, compressed as it travels. */
export const rendererSize: Scenario = {
  name: "renderer-size",
  run: () => {
    const files = builtRenderer();
    return Promise.resolve([
      {
        what: "renderer of dataframes, gzipped, as it is loaded for a table",
        unit: "KB",
        sample: kilobytes(loadedAtOnce(files)),
        target: 60,
        part: "frames",
      },
      {
        what: "the same with charts",
        unit: "KB",
        sample: kilobytes(files.values()),
        target: 120,
        part: "frames",
      },
    ]);
  },
};
