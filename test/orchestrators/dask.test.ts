/** Days of a pipeline on a real Dask, by the file that is written for it: in process, in processes, and on a cluster that loses its parts. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { daskFiles } from "../../deploy/dask/dask-file.ts";
import { deploymentLabel } from "../../deploy/target.ts";
import { runPipenb, runProgram, root, type CommandOptions, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import {
  quiet,
  requireOrchestrators,
  startDaskScheduler,
  startDaskWorker,
  type Server,
} from "../support/orchestrators.ts";
import { sampleDeployments } from "../support/sample-deployments.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Day 3 succeeds the second time, day 4 never; what is begun twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
secrets: [ word ]
retries: 1
--- */

// %% [parameters]
const country: string = "CZ";
const day: IsoDate = "2022-01-01";
const wait: number = 0;

// %% name=work
import { appendFileSync, readFileSync } from "node:fs";
import { writeWhole } from "pipenb";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
const mark = (what: string) => appendFileSync("/data/out/marks", day + " " + what + "\\n");
mark("begins");
await new Promise((go) => setTimeout(go, wait));
if (day === "2022-02-03" && process.env.PIPENB_ATTEMPT === "1") end(75);
if (day === "2022-02-04") end(42);
await writeWhole("/data/out/" + day, [day, country, readFileSync("/run/secrets/word", "utf8").length].join() + "\\n");
mark("ends");
`;

interface Row {
  readonly unit: string;
  readonly attempt: number;
  readonly status: string;
  readonly exitCode: number;
  readonly adopted: boolean;
  readonly result: { readonly status: string; readonly outputs: readonly unknown[]; readonly image: string };
}

describe("a pipeline on Dask", function () {
  this.timeout(600_000);
  let engine: Engine;
  let bin: string;
  let folder: string;
  let file: string;
  let servers: Server[];

  before(async function () {
    engine = await requireEngine(this);
    bin = requireOrchestrators(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-dask-"));
    file = join(folder, "days.pipenb");
    servers = [];
    await writeFile(file, notebook);
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "word"), "a-secret-word");
  });

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.kill();
  });

  after(async () => {
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  const deploy = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(["deploy", file, "--to", "dask", ...args], { env: { PIPENB_BASE_IMAGE: nodeImage() } });
  const run = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> =>
    runProgram(join(bin, "python"), [join(folder, "days_dask.py"), ...args], {
      ...options,
      env: { ...quiet, ...options.env },
    });
  const rowsOf = ({ stdout }: Ended): readonly Row[] =>
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
  const marks = async (): Promise<readonly string[]> =>
    (await readFile(join(folder, "out", "marks"), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const begun = async (): Promise<number> => (await marks()).filter((line) => line.endsWith("begins")).length;

  /** What the days have written, and nothing of it stays. */
  async function taken(): Promise<ReadonlyMap<string, string>> {
    const out = join(folder, "out");
    const all = new Map<string, string>();
    for (const name of (await readdir(out)).sort()) {
      const text = await readFile(join(out, name), "utf8");
      all.set(name, name === "marks" ? text.split("\n").sort().join("\n") : text);
      await rm(join(out, name));
    }
    return all;
  }

  async function startScheduler(): Promise<Record<string, string>> {
    const { server, cluster } = await startDaskScheduler(bin);
    servers.push(server);
    return cluster;
  }
  function startWorker(cluster: Record<string, string>): Server {
    const worker = startDaskWorker(bin, cluster, folder);
    servers.push(worker);
    return worker;
  }

  it("is one file, which ruff leaves as it is; Dask itself has nothing to register", async () => {
    const refused = await deploy();
    assert.equal(refused.code, 64);
    assert.match(refused.stderr, /Dask has no schedule: nothing is registered there.\n.*--to dask --out DIR/);
    const written = await deploy("--out", folder, "--", "--country", "DE");
    assert.equal(written.code, 0, written.stderr);
    const others = join(folder, "others");
    await mkdir(others);
    const [{ pipeline } = assert.fail("there is a sample")] = sampleDeployments();
    for (const kind of ["day", "hour", "month", "text"] as const) {
      const args = ["--word", 'it\'s "so"'];
      const files = daskFiles({ ...pipeline, args, name: kind, unit: { ...pipeline.unit, kind } }, "podman");
      for (const [name, text] of files) await writeFile(join(others, name), text);
    }
    const files = [join(folder, "days_dask.py"), others, join(root, "test/golden/dask")];
    for (const words of [["check"], ["format", "--check"]]) {
      const { code, stdout } = await runProgram(join(bin, "ruff"), [...words, "--no-cache", ...files]);
      assert.equal(code, 0, stdout);
    }
    assert.doesNotMatch(await readFile(join(folder, "days_dask.py"), "utf8"), /a-secret-word/);
  });

  it("gives the same in process, in processes and on a cluster, and does nothing again", async () => {
    const days = ["2022-02-01..2022-02-03", "2022-02-04,2022-02-05"];
    const cluster = await startScheduler();
    startWorker(cluster);
    const came: ReadonlyMap<string, string>[] = [];
    for (const [mode, options, env] of [
      ["process", [], {}],
      ["processes", ["--local-cluster"], {}],
      ["cluster", [], cluster],
    ] as const) {
      const ends = ["--ends", join(folder, `${mode}.jsonl`)];
      const done = await run([...days, ...options, ...ends], { env });
      assert.equal(done.code, 1, done.stderr);
      const told = rowsOf(done).map(({ unit, attempt, status, exitCode }) =>
        [unit, attempt, status, exitCode].join(" "),
      );
      assert.deepEqual(told.sort(), [
        "2022-02-01 1 done 0",
        "2022-02-02 1 done 0",
        "2022-02-03 1 later 75",
        "2022-02-03 2 done 0",
        "2022-02-04 1 failed 42",
        "2022-02-05 1 done 0",
      ]);
      const { result } = rowsOf(done).find(({ unit }) => unit === "2022-02-05") ?? assert.fail(mode);
      assert.deepEqual(result.outputs.length, 1);
      assert.match(result.image, /^sha256:/);
      came.push(await taken());
    }
    assert.equal(came[0]?.get("2022-02-03"), "2022-02-03,DE,13\n");
    assert.deepEqual(came[1], came[0]);
    assert.deepEqual(came[2], came[0]);
    const again = await run(["2022-02-01..2022-02-03", "--ends", join(folder, "process.jsonl")]);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual([again.stdout, await marks()], ["", []], "what is done is not done again");
  });

  it("does each day once, with a worker and the command killed in the middle", async () => {
    const written = await deploy("--out", folder, "--force", "--", "--wait", "4000");
    assert.equal(written.code, 0, written.stderr);
    const cluster = await startScheduler();
    const lost = startWorker(cluster);
    startWorker(cluster);
    const days = "2022-03-01..2022-03-08";
    let dies = true;
    const killed = run([days], {
      env: cluster,
      signalWhen: (printed) => (printed.split("\n").length > 4 ? "SIGKILL" : undefined),
    });
    while (dies) {
      if ((await begun()) >= 4) {
        await lost.kill();
        dies = false;
      }
      await setTimeout(100);
    }
    assert.equal((await killed).code, null);
    const rest = await run([days], { env: cluster });
    assert.equal(rest.code, 0, rest.stderr);
    const expected = Array.from({ length: 8 }, (_, index) => `2022-03-0${index + 1}`);
    assert.deepEqual(
      (await marks()).toSorted(),
      expected.flatMap((day) => [`${day} begins`, `${day} ends`]),
    );
    const all = [...rowsOf(await killed), ...rowsOf(rest)];
    assert.ok(
      all.some(({ adopted }) => adopted),
      "some were found again",
    );
    const left = (await engine.containersWithLabel(`${deploymentLabel}=days`)).length;
    assert.equal(left, 0, "nothing is left");
  });
});
