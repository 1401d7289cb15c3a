/** Backfills on a real Kubernetes: API server, controllers, scheduler, kubelet, containerd. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { root, runPipenb, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { requireCluster, type Cluster } from "../support/kubernetes.ts";
import { startRegistry, type Registry } from "../support/registry.ts";
import { removeTag } from "../support/remove-tag.ts";

/** Two days never succeed, one does the second time, and a day that is done twice is seen. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
secrets: [ token ]
image: { memory: 128m, cpus: 0.1 }
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 300;

// %% name=work
import { appendFileSync, readFileSync } from "node:fs";
const end = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
const attempt = process.env.PIPENB_ATTEMPT;
console.log("begins", day, "attempt", attempt, "token of", readFileSync("/run/secrets/token", "utf8").length);
await new Promise((go) => setTimeout(go, wait));
if (day.endsWith("05") || day.endsWith("13")) end(42);
if (day.endsWith("09") && attempt === "1") end(75);
appendFileSync("/data/out/" + day, attempt + "\\n");
`;

const month = "2022-01-01..2022-01-31";
const days = Array.from({ length: 31 }, (_, index) => `2022-01-${String(index + 1).padStart(2, "0")}`);
const hopeless = ["2022-01-05", "2022-01-13"];

describe("a backfill on Kubernetes", function () {
  this.timeout(600_000);
  let engine: Engine;
  let cluster: Cluster;
  let registry: Registry;
  let folder: string;
  let file: string;
  let out: string;
  let env: Record<string, string>;

  before(async function () {
    engine = await requireEngine(this);
    cluster = await requireCluster(this);
    registry = await startRegistry(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-kubernetes-test-"));
    file = join(folder, "days.pipenb");
    env = { ...cluster.env, PIPENB_BASE_IMAGE: nodeImage(), PIPENB_ON: "kubernetes" };
    await writeFile(file, notebook);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "token"), "secret");
  });

  beforeEach(async () => {
    // The image's user is nobody's here.
    out = await mkdtemp(join(folder, "out-"));
    await chmod(out, 0o777);
    await chmod(folder, 0o755);
    await rm(join(folder, ".pipenb"), { recursive: true, force: true });
  });

  after(async () => {
    await registry.stop();
    // It has its name in the registry too.
    for (const tag of (await engine.image(backfillTag(file)))?.tags ?? []) await removeTag(engine, tag);
    await rm(folder, { recursive: true, force: true });
  });

  const words = (...args: readonly string[]): readonly string[] => [
    ...["backfill", file, "--registry", `${registry.host}/days`, "--volume", `${out}:/data/out`],
    ...args,
  ];
  const backfill = (...args: readonly string[]): Promise<Ended> => runPipenb(words(...args), { env });

  /** Starts the command and kills it once so many units are done. */
  async function killedAfter(done: number, ...args: readonly string[]): Promise<void> {
    const child = spawn(process.execPath, [`${root}/cli/pipenb.ts`, ...words(...args)], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if ((said.match(/ done/gm) ?? []).length >= done) child.kill("SIGKILL");
    });
    const [code] = (await once(child, "exit")) as [number | null];
    assert.equal(code, null, said);
  }

  async function left(): Promise<string> {
    return cluster.kubectl("get", "jobs,pods,configmaps,secrets", "-l", "io.pipenb.backfill", "-o", "name");
  }

  it("does a month's days once each, whatever is killed meanwhile", async () => {
    const args = ["--units", month, "--parallel", "6"];
    await killedAfter(2, ...args);
    cluster.killKubelet();
    await killedAfter(3, ...args);
    const last = await backfill(...args);
    assert.equal(last.code, 1, last.stderr);
    assert.match(last.stderr, /29 done, 2 failed/);
    const written = (await readdir(out)).sort();
    assert.deepEqual(
      written,
      days.filter((day) => !hopeless.includes(day)),
    );
    const units = await runPipenb(["units", file, "--json"], { env });
    for (const line of units.stdout.trim().split("\n")) {
      const { unit, state, attempt, code } = JSON.parse(line) as Record<string, unknown>;
      const isHopeless = hopeless.includes(String(unit));
      assert.equal(state, isHopeless ? "failed" : "done", line);
      // Whose container begins while the kubelet is killed may fail before it does anything.
      assert.ok(Number(attempt) >= (unit === "2022-01-09" ? 2 : 1), line);
      assert.equal(code, isHopeless ? 42 : 0, line);
      if (!isHopeless)
        assert.equal(await readFile(join(out, String(unit)), "utf8"), `${String(attempt)}\n`, line);
    }
    const log = await runPipenb(["logs", file, "2022-01-05"], { env });
    assert.match(log.stdout, /begins 2022-01-05 attempt \d token of 6[^]*no luck on 2022-01-05/);
    const result = await runPipenb(["logs", file, "2022-01-05", "--result"], { env });
    assert.match(result.stdout, /^\{"contract":1,"unit":"2022-01-05",.*"status":"failed"/);
    await cluster.kubectl("wait", "--for=delete", "job", "-l", "io.pipenb.backfill", "--timeout=60s");
    assert.equal(await left(), "");
    assert.match((await backfill(...args)).stderr, /^0 of 31 to run/m);
  });
});
