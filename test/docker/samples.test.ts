import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { compareFolders } from "../../scripts/compare-folders.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { runBuiltImage } from "../support/run-built-image.ts";
import { runSample, sampleRuns, samples } from "../support/sample-runs.ts";

describe("samples in containers", function () {
  this.timeout(300_000);
  const run = randomBytes(4).toString("hex");
  const tagOf = (name: string): string => `pipenb-test/${name}:${run}`;
  let engine: Engine | undefined;
  let env: Record<string, string>;
  let work: string;
  const built: string[] = [];

  before(async function () {
    engine = await requireEngine(this);
    env = { PIPENB_BASE_IMAGE: nodeImage() };
    work = await mkdtemp(join(tmpdir(), "pipenb-samples-"));
    await mkdir(join(samples, "data/output"), { recursive: true });
  });

  after(async () => {
    if (engine === undefined) return;
    for (const tag of built) await engine.removeImage(tag);
    await rm(work, { recursive: true, force: true });
  });

  for (const sample of sampleRuns) {
    it(`${sample.name} gives the same files in its kernel's container and as built image`, async () => {
      assert.ok(engine !== undefined);
      const { name, args, mounts, expects } = sample;
      const ofKernel = await runSample(sample, "container", env);
      try {
        const tag = tagOf(name);
        const build = await runPipenb(["build", join(samples, `${name}.pipenb`), "--tag", tag], { env });
        assert.equal(build.code, 0, build.stderr);
        built.push(tag);
        const results = join(work, name);
        await mkdir(results);
        const folders = Object.fromEntries(mounts.map((mount) => [join(samples, mount), `${mount}:ro`]));
        const ended = await runBuiltImage(engine, tag, [...args, "--output", "data/output/test"], {
          ...folders,
          [results]: "data/output",
        });
        assert.equal(ended.code, 0, ended.stderr);
        const { same, different } = await compareFolders(ofKernel, join(results, "test"));
        assert.deepEqual(different, []);
        for (const file of expects) assert.ok(same.includes(file), `${file} among ${same.join(", ")}`);
      } finally {
        await rm(ofKernel, { recursive: true, force: true });
      }
    });
  }

  it("the image of seattle-weather refuses a day that does not exist with 64 and names the parameter", async () => {
    assert.ok(engine !== undefined);
    const { code, stdout, stderr } = await runBuiltImage(engine, tagOf("seattle-weather"), ["2012-02-30"]);
    assert.equal(code, 64);
    assert.equal(stdout, "");
    assert.match(stderr, /^day: "2012-02-30" is not a calendar day/m);
  });

  it("the image of seattle-weather ends with 42 for a day its file can never have", async () => {
    assert.ok(engine !== undefined);
    const { code, stderr } = await runBuiltImage(engine, tagOf("seattle-weather"), ["2031-02-05"]);
    assert.equal(code, 42, stderr);
    assert.match(stderr, /no weather for 2031-02-05/);
  });

  for (const [day, code, found] of [
    [
      "2012-02-05",
      0,
      /DataFrame: 1,461 rows × 6 columns[^]*DuckDB result: 4 rows × 6 columns[^]*wrote day-2012-02-05/,
    ],
    ["2031-02-05", 42, /class="cell failed"[^]*no weather for 2031-02-05[^]*class="cell not-run"/],
  ] as const)
    it(`the image of seattle-weather leaves a report of ${day}, which ends with ${code}`, async () => {
      assert.ok(engine !== undefined);
      const results = join(work, `report-${code}`);
      await mkdir(results);
      const ended = await runBuiltImage(
        engine,
        tagOf("seattle-weather"),
        [day],
        { [results]: "data/output" },
        { PIPENB_REPORT: "data/output/report.html" },
      );
      assert.equal(ended.code, code, ended.stderr);
      assert.ok(found.test(await readFile(join(results, "report.html"), "utf8")), String(found));
    });

  it("the image of seattle-weather lists every parameter with type, default and comment", async () => {
    assert.ok(engine !== undefined);
    const { code, stdout } = await runBuiltImage(engine, tagOf("seattle-weather"), ["--help"]);
    assert.equal(code, 0);
    const texts = [
      "--day",
      "2012-02-05",
      "Day to report, with its month",
      "--wet-from",
      "number",
      "0.2",
      "A day is called wet",
      "--output",
      "data/output/seattle-weather",
    ];
    for (const text of texts) assert.ok(stdout.includes(text), `${text} in ${stdout}`);
  });
});
