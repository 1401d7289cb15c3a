/** Backfills on a real swarm of three engines: each day once, whatever happens to the command and to a node. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root, runPipenb, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { requireSwarm, type TestSwarm } from "../support/swarm.ts";

/** Days 3 and 13 never succeed, day 5 the second time; a day that is done twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
secrets: [ token ]
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 300;

// %% name=work
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
console.log("begins", day);
await new Promise((go) => setTimeout(go, wait));
if (day.endsWith("3")) end(42);
if (day.endsWith("05") && !existsSync("/data/out/seen")) { writeFileSync("/data/out/seen", ""); end(75); }
appendFileSync("/data/out/" + day, readFileSync("/run/secrets/token", "utf8") + process.env.PIPENB_ATTEMPT + "\\n");
`;

interface Told {
  readonly unit: string;
  readonly state: string;
  readonly attempt: number;
}

describe("a backfill on a swarm", function () {
  this.timeout(600_000);
  let swarm: TestSwarm;
  let folder: string;
  let file: string;

  before(async function () {
    const engine = await requireEngine(this);
    swarm = await requireSwarm(this);
    if ((await swarm.engine.image(nodeImage())) === undefined)
      await swarm.engine.loadImage(await engine.saveImage(nodeImage()));
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-swarm-test-"));
    file = join(folder, "days.pipenb");
    await writeFile(file, notebook);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets/token"), "done");
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
  });

  afterEach(async () => {
    for (const node of [1, 2]) await swarm.connect(node, "up");
    for (const { name } of await swarm.engine.swarm.servicesWithLabel("io.pipenb.backfill"))
      await swarm.engine.swarm.removeService(name);
    for (const { id } of await swarm.engine.swarm.secretsWithLabel("io.pipenb.backfill"))
      await swarm.engine.swarm.removeSecret(id);
    await rm(folder, { recursive: true, force: true });
  });

  const words = (args: readonly string[]): string[] => [
    ...["backfill", file, "--on", "swarm", "--registry", `${swarm.registry}/days`],
    ...args,
  ];
  const environment = () => ({ ...swarm.env, PIPENB_BASE_IMAGE: nodeImage() });
  const backfill = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(words(args), { env: environment() });

  async function units(): Promise<ReadonlyMap<string, Told>> {
    const { stdout } = await runPipenb(["units", file, "--json"], { env: environment() });
    // SAFETY: the command's own lines.
    const told = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Told);
    return new Map(told.map((each) => [each.unit, each]));
  }

  const inState = async (state: string): Promise<readonly string[]> =>
    [...(await units()).values()].filter((each) => each.state === state).map(({ unit }) => unit);

  /** Until it holds, or the test's time is over. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await pause(500);
  }

  const node = async (name: string) => (await swarm.engine.swarm.nodes()).find((each) => each.name === name);

  it("does each day of a month once, killed twice and with a node lost", async () => {
    const month = ["--units", "2022-01-01..2022-01-31", "--parallel", "6"];
    for (let kill = 0; kill < 2; kill += 1) {
      const child = spawn(
        process.execPath,
        [`${root}/cli/pipenb.ts`, ...words([...month, "--", "--wait", "1000"])],
        {
          env: { ...process.env, ...environment() },
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if ((said.match(/ done/g) ?? []).length > 2 + kill) child.kill("SIGKILL");
      });
      await once(child, "exit");
      // While nobody looks, what runs on this node ends, and cannot say so.
      if (kill === 1) await swarm.connect(2, "down");
    }
    await until(async () => (await node("node2"))?.state === "down");
    const away = await backfill(...month, "--", "--wait", "1000");
    assert.equal(away.code, 1, away.stderr);
    const lost = await inState("lost");
    if (lost.length > 0) assert.match(away.stderr, /its node node2 is gone, and may still run it/);
    await swarm.connect(2, "up");
    await until(async () => (await node("node2"))?.state === "ready");
    const last = await backfill(...month, "--", "--wait", "1000");
    assert.equal(last.code, 1, last.stderr);
    assert.match(last.stderr, /28 done, 3 failed/);
    assert.deepEqual(await inState("failed"), ["2022-01-03", "2022-01-13", "2022-01-23"]);
    const days = (await readdir(join(folder, "out"))).filter((name) => name !== "seen");
    assert.equal(days.length, 28);
    for (const day of days) {
      const written = await readFile(join(folder, "out", day), "utf8");
      assert.equal(written, day.endsWith("05") ? "done2\n" : "done1\n", `${day} was done once`);
    }
    const nothing = await backfill(...month, "--", "--wait", "1000");
    assert.match(nothing.stderr, /^0 of 31 to run/m);
    // What a manager that was too busy has not taken away is swept then.
    assert.deepEqual(await swarm.engine.swarm.servicesWithLabel("io.pipenb.backfill"), []);
    assert.deepEqual(await swarm.engine.swarm.secretsWithLabel("io.pipenb.backfill"), []);
    const log = await runPipenb(["logs", file, "2022-01-03"], { env: environment() });
    // Where nobody has read it before its node was gone, the swarm says so.
    assert.match(log.stdout, /begins 2022-01-03[^]*no luck|node \S+ is not available/);
  });

  it("says why a node does not run it, and runs it once that is mended", async () => {
    await rm(join(folder, "out"), { recursive: true });
    await writeFile(
      file,
      notebook.replace("./out:", `${folder}/out:`).replace("pipenb: 1", "pipenb: 1\nimage: { memory: 900g }"),
    );
    await mkdir(join(folder, "out"));
    await chmod(join(folder, "out"), 0o777);
    const large = await backfill("--units", "2022-01-01");
    assert.notEqual(large.code, 0);
    assert.match(large.stderr, /No node of the swarm is large enough[^]*image\.memory/);
    await writeFile(file, notebook);
    const mended = await backfill("--units", "2022-01-01");
    assert.equal(mended.code, 0, mended.stderr);
  });

  it("stops what runs, and starts it again the next time", async () => {
    const started = backfill("--units", "2022-01-01,2022-01-02", "--", "--wait", "120000");
    await until(async () => (await inState("running").catch(() => [])).length === 2);
    const cancelled = await runPipenb(["backfill", "--cancel", file], { env: environment() });
    assert.equal(cancelled.code, 0, cancelled.stderr);
    const stopped = await started;
    assert.equal(stopped.code, 143, stopped.stderr);
    assert.deepEqual(await inState("stopped"), ["2022-01-01", "2022-01-02"]);
    assert.deepEqual(await swarm.engine.swarm.servicesWithLabel("io.pipenb.backfill"), []);
  });

  it("is never broken by a service that is removed while it stops: that is gone with its task", async () => {
    const name = "pipenb-test-stopped";
    const command = [
      "node",
      "-e",
      "process.on('SIGTERM', () => setTimeout(process.exit, 2_000)); setInterval(() => {}, 1_000)",
    ];
    // Each node pulls it: any of them may be the one.
    const image = `${swarm.registry}/stopped:1`;
    await swarm.engine.tag(nodeImage(), image);
    await swarm.engine.push(image);
    await swarm.engine.swarm.createService({
      ...{ name, image, command, environment: {}, labels: { "io.pipenb.backfill": "test" } },
      ...{ mounts: [], secrets: [], restricted: true, init: true, graceSeconds: 10 },
    });
    await until(async () => (await swarm.containersOf(name)).length === 1);
    await swarm.engine.swarm.stopService(name);
    await swarm.engine.swarm.removeService(name);
    assert.deepEqual(await swarm.containersOf(name), []);
  });
});
