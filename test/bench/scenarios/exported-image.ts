import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findEngine } from "../container-engine.ts";
import type { BenchEngine } from "../container-engine.ts";
import { dockerRun } from "../docker-run.ts";
import { repeat, sampleOf, timed } from "../measure.ts";
import type { Sample } from "../measure.ts";
import { bareNotebook, withNotebook } from "../notebooks.ts";
import { pipenb } from "../pipenb.ts";
import type { Figure, Scenario } from "../scenario.ts";

const warmups = 2;
const runs = 15;

interface Build {
  readonly bench: BenchEngine;
  readonly folder: string;
  readonly tag: string;
}

const build = ({ bench, folder, tag }: Build): Promise<void> =>
  pipenb(["build", "bench.pipenb", "--tag", tag], { cwd: folder, env: bench.env });

/** One line of one cell is another each time. */
function rebuild(made: Build): Promise<Sample> {
  return repeat({ warmups: 1, runs: 7 }, (index) => {
    writeFileSync(
      join(made.folder, "bench.pipenb"),
      bareNotebook.replace("console.log(day)", `console.log(day, ${index})`),
    );
    return timed(() => build(made));
  });
}

/** The pipeline and plain node in its image, by turns. */
async function startUp(tag: string): Promise<readonly [pipeline: Sample, plain: Sample]> {
  const pipelines: number[] = [];
  const plains: number[] = [];
  for (let index = 0; index < warmups + runs; index += 1) {
    const pipeline = await timed(() => dockerRun([tag, "2022-02-05"]));
    const plain = await timed(() => dockerRun(["--entrypoint", "node", tag, "-e", "1"]));
    if (index < warmups) continue;
    pipelines.push(pipeline);
    plains.push(plain);
  }
  return [sampleOf(pipelines), sampleOf(plains)];
}

/** Megabytes that the pipeline's image has more than the base image it is made from. */
async function added({ bench, tag }: Build): Promise<number> {
  const base = bench.env["PIPENB_BASE_IMAGE"] ?? "node:24-bookworm-slim";
  const [whole, below] = [await bench.engine.image(tag), await bench.engine.image(base)];
  return ((whole?.size ?? Number.NaN) - (below?.size ?? Number.NaN)) / 1e6;
}

async function measure(made: Build): Promise<readonly Figure[]> {
  await build(made);
  const size = await added(made);
  const [pipeline, plain] = await startUp(made.tag);
  const more = { median: pipeline.median - plain.median, p95: undefined, runs };
  return [
    {
      what: "`pipenb build` again after a change of one line",
      unit: "ms",
      sample: await rebuild(made),
    },
    { what: "`docker run` of an exported pipeline", unit: "ms", sample: pipeline },
    { what: "`docker run` of plain node in that image", unit: "ms", sample: plain },
    { what: "the first less the second", unit: "ms", sample: more, target: 60 },
    {
      what: "what an exported image without packages adds to its base",
      unit: "MB",
      sample: sampleOf([size]),
      target: 2,
    },
  ];
}

/** The exported image: how soon it is built again, what its start costs and what it weighs. */
export const exportedImage: Scenario = {
  name: "exported-image",
  run: async () => {
    const bench = await findEngine();
    if ("skipped" in bench) return bench;
    const tag = `pipenb-bench:${randomBytes(4).toString("hex")}`;
    try {
      return await withNotebook(bareNotebook, (folder) => measure({ bench, folder, tag }));
    } finally {
      if ((await bench.engine.image(tag)) !== undefined) await bench.engine.removeImage(tag);
    }
  },
};
