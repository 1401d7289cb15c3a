import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../support/command-line.ts";
import { findEngine } from "../container-engine.ts";
import type { BenchEngine } from "../container-engine.ts";
import { sampleOf, timed } from "../measure.ts";
import { pipenb } from "../pipenb.ts";
import type { Figure, Scenario } from "../scenario.ts";

const notebook = join(root, "samples", "seattle-weather.pipenb");

/** Megabytes of the image's parts: what it is based on, the packages above that, everything else. */
async function weights(
  { engine, env }: BenchEngine,
  tag: string,
): Promise<readonly [number, number, number]> {
  const base = await engine.image(env["PIPENB_BASE_IMAGE"] ?? "node:24-bookworm-slim");
  const whole = await engine.image(tag);
  if (base === undefined || whole === undefined) throw new Error("The base image or the built one is gone.");
  const history = await historyOf(tag);
  const packages = history.find(({ madeBy }) => madeBy.includes("/app/node_modules"))?.bytes ?? Number.NaN;
  return [base.size / 1e6, packages / 1e6, (whole.size - base.size - packages) / 1e6];
}

/** What each instruction has added, the last first. */
async function historyOf(
  tag: string,
): Promise<readonly { readonly bytes: number; readonly madeBy: string }[]> {
  const format = "{{.Size}} {{.CreatedBy}}";
  const args = ["history", "--human=false", "--no-trunc", "--format", format, tag];
  const { stdout } = await promisify(execFile)("docker", args);
  return stdout.split("\n").map((line) => {
    const [size = "", ...madeBy] = line.split(" ");
    return { bytes: Number(size), madeBy: madeBy.join(" ") };
  });
}

/** A pipeline with a dataframe library: what its image is made of, and how long the proof takes that it gives what the notebook gives. */
export const weatherImage: Scenario = {
  name: "weather-image",
  run: async () => {
    const bench = await findEngine();
    if ("skipped" in bench) return bench;
    const tag = `pipenb-bench:${randomBytes(4).toString("hex")}`;
    const options = { cwd: root, env: bench.env };
    try {
      await pipenb(["build", notebook, "--tag", tag], options);
      const verified = await timed(() => pipenb(["verify", notebook, "2012-02-05"], options));
      const [base, packages, code] = await weights(bench, tag);
      const size = (what: string, megabytes: number): Figure => ({
        what,
        unit: "MB",
        sample: sampleOf([megabytes]),
      });
      return [
        { what: "`pipenb verify` of the weather sample", unit: "ms", sample: sampleOf([verified]) },
        size("the weather sample's image: its base", base),
        size("above that, nodejs-polars", packages),
        size("above that, the pipeline's code and data", code),
      ];
    } finally {
      if ((await bench.engine.image(tag)) !== undefined) await bench.engine.removeImage(tag);
    }
  },
};
