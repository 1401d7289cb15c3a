import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { root } from "../../support/command-line.ts";
import { findEngine } from "../container-engine.ts";
import type { BenchEngine } from "../container-engine.ts";
import { sampleOf, timed } from "../measure.ts";
import { pipenb } from "../pipenb.ts";
import type { Figure, Scenario } from "../scenario.ts";

const notebook = join(root, "samples", "seattle-weather.pipenb");

/** Megabytes of the image's parts: what it is based on, the environment above that, the code above all. */
async function weights(
  { engine, env }: BenchEngine,
  tag: string,
): Promise<readonly [number, number, number]> {
  const base = await engine.image(env["PIPENB_BASE_IMAGE"] ?? "node:24-bookworm-slim");
  const whole = await engine.image(tag);
  const environments = await engine.imagesWithLabel("pipenb.build-arguments");
  const found = await Promise.all(environments.map(({ id }) => engine.image(id)));
  const layers = whole?.layers ?? [];
  // That of a notebook without packages lies below many: the highest is its own.
  const [environment] = found
    .filter((each) => each?.layers.every((layer, index) => layer === layers[index]) === true)
    .sort((a, b) => (b?.layers.length ?? 0) - (a?.layers.length ?? 0));
  const sizes = [base, environment, whole].map((image) => (image?.size ?? Number.NaN) / 1e6);
  const [below = Number.NaN, middle = Number.NaN, above = Number.NaN] = sizes;
  return [below, middle - below, above - middle];
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
      // Now the environment has an image of its own, which the kernels ran on.
      const [base, environment, code] = await weights(bench, tag);
      const size = (what: string, megabytes: number): Figure => ({
        what,
        unit: "MB",
        sample: sampleOf([megabytes]),
      });
      return [
        { what: "`pipenb verify` of the weather sample", unit: "ms", sample: sampleOf([verified]) },
        size("the weather sample's image: its base", base),
        size("above that, nodejs-polars", environment),
        size("above that, the pipeline's code", code),
      ];
    } finally {
      if ((await bench.engine.image(tag)) !== undefined) await bench.engine.removeImage(tag);
    }
  },
};
