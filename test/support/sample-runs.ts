/** How each sample is run by tests, in the kernel and as exported pipeline. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { root, runPipenb } from "./command-line.ts";

export interface SampleRun {
  readonly name: string;
  readonly args: readonly string[];
  /** Folders below samples/ that are mounted, not copied. */
  readonly mounts: readonly string[];
  /** Some of the files that must come out. */
  readonly expects: readonly string[];
}

export const sampleRuns: readonly SampleRun[] = [
  { name: "hello", args: ["Ada", "--times", "2", "--language", "cs"], mounts: [], expects: ["greeting.txt"] },
  { name: "display", args: ["4"], mounts: [], expects: ["rain.txt"] },
  {
    name: "seattle-weather",
    args: ["2012-02-05"],
    mounts: [],
    expects: ["day-2012-02-05.txt", "month-2012-02.csv"],
  },
  {
    name: "flights",
    args: ["2001-03-14"],
    mounts: ["data/flights"],
    expects: ["worst-2001-03-14.csv", "departures-2001-03-14/state=WA/data_0.parquet"],
  },
  { name: "danfo", args: ["Biscoe"], mounts: [], expects: ["species-Biscoe.arrow", "species-Biscoe.csv"] },
  {
    name: "granules",
    args: ["--magnitude", "4"],
    mounts: ["data/granules"],
    expects: ["earthquakes-2018-02-03.geojson"],
  },
];

/** The folder of the samples. */
export const samples = join(root, "samples");

/** Runs a sample in a kernel; gives the folder with its results, which the caller removes. */
export async function runSample(
  { name, args }: SampleRun,
  runtime: "local" | "container",
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const output = await mkdtemp(join(samples, "data/output", `test-${name}-`));
  try {
    const command = ["run", join(samples, `${name}.pipenb`), ...args, "--output", relative(samples, output)];
    const { code, stderr } = await runPipenb([...command, "--runtime", runtime, "--quiet"], { env });
    assert.equal(code, 0, stderr);
    return output;
  } catch (error) {
    await rm(output, { recursive: true, force: true });
    throw error;
  }
}
