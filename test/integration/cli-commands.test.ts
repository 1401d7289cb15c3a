import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runPipenb } from "../support/command-line.ts";
import { samples } from "../support/sample-runs.ts";

const broken = join(root, "test/fixtures/cli/broken.pipenb");

describe("pipenb's other commands", function () {
  this.timeout(300_000);
  let work: string;

  before(async () => {
    work = await mkdtemp(join(tmpdir(), "pipenb-cli-"));
  });

  after(async () => {
    await rm(work, { recursive: true, force: true });
  });

  it("list themselves", async () => {
    const { code, stdout } = await runPipenb(["--help"]);
    assert.equal(code, 0);
    for (const name of [
      "run",
      "export",
      "build",
      "verify",
      "push",
      "kernel",
      "convert",
      "check",
      "new",
      "doctor",
    ])
      assert.match(stdout, new RegExp(`^  ${name}\\b`, "m"));
  });

  for (const args of [["frobnicate"], ["run"], ["build", "x.pipenb"], ["run", "missing.pipenb"]]) {
    it(`refuse "pipenb ${args.join(" ")}" with 64`, async () => {
      const { code, stdout, stderr } = await runPipenb(args);
      assert.equal(code, 64);
      assert.equal(stdout, "");
      assert.notEqual(stderr, "");
    });
  }

  it("check finds nothing wrong with the samples and names what is wrong elsewhere", async () => {
    const names = ["hello", "seattle-weather", "flights", "danfo", "granules", "orders"];
    const good = await runPipenb(["check", ...names.map((name) => join(samples, `${name}.pipenb`))]);
    assert.deepEqual([good.code, good.stdout], [0, ""]);
    const bad = await runPipenb(["check", broken]);
    assert.equal(bad.code, 1);
    assert.match(bad.stdout, /broken\.pipenb:3:\d+: .*imagine/);
  });

  it("new writes a notebook that runs, and never over another", async () => {
    const made = await runPipenb(["new", "my-daily"], { cwd: work });
    assert.equal(made.code, 0, made.stderr);
    const ran = await runPipenb(["run", "my-daily.pipenb", "2024-02-29", "--runtime", "local"], {
      cwd: work,
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /job finished successfully for day = 2024-02-29/);
    assert.equal(await readFile(join(work, "data/output/2024-02-29.txt"), "utf8"), "processed 2024-02-29\n");
    assert.equal((await runPipenb(["new", "my-daily"], { cwd: work })).code, 1);
  });

  it("convert goes to .ipynb and back without losing a cell", async () => {
    const there = join(work, "hello.ipynb");
    const back = join(work, "hello.pipenb");
    const hello = join(samples, "hello.pipenb");
    assert.equal((await runPipenb(["convert", hello, there])).code, 0);
    assert.equal((await runPipenb(["convert", there, back])).code, 0);
    assert.equal(await readFile(back, "utf8"), await readFile(hello, "utf8"));
    assert.equal((await runPipenb(["convert", there, back])).code, 1);
  });

  it("export lists what it wrote", async () => {
    const out = join(work, "exported");
    const { code, stdout, stderr } = await runPipenb(["export", join(samples, "hello.pipenb"), "--out", out]);
    assert.equal(code, 0, stderr);
    for (const file of ["pipeline.ts", "Dockerfile", "README.md"])
      assert.ok(stdout.split("\n").includes(file));
    assert.match(await readFile(join(out, "pipeline.ts"), "utf8"), /cell\("greet"\)/);
  });

  it("doctor says so when no engine answers, and that this is no catastrophe", async () => {
    const { code, stdout } = await runPipenb(["doctor"], {
      env: { DOCKER_HOST: "unix:///nowhere/docker.sock" },
    });
    assert.equal(code, 0);
    assert.match(stdout, /warning +engine: no container engine answers/);
    assert.match(stdout, /unix:\/\/\/nowhere\/docker\.sock/);
  });

  it("build without an engine says what to do", async () => {
    const env = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const { code, stderr } = await runPipenb(["build", join(samples, "hello.pipenb"), "--tag", "x"], { env });
    assert.equal(code, 1);
    assert.match(stderr, /No container engine answers[\s\S]*pipenb doctor/);
  });
});
