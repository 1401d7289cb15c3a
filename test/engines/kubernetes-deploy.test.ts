/** Schedules on a real Kubernetes, each minute: what is registered, replaced and removed while runs are on their way. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { runPipenb, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { requireArgo, requireCluster, type Cluster } from "../support/kubernetes.ts";
import { startRegistry, type Registry } from "../support/registry.ts";
import { removeTag } from "../support/remove-tag.ts";

const zone = "Pacific/Kiritimati";

/** The first attempt of each run fails for now, and a run goes on as long as it finds the file `hold`. */
const notebook = `/* ---
pipenb: 1
mounts: [ ./out:/data/out ]
secrets: [ token ]
timeout: 10m
schedule: { cron: "* * * * *", timezone: ${zone}, unit: previous-day }
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const word: string = "old";

// %% name=work
import { appendFileSync, existsSync, readFileSync } from "node:fs";
const attempt = process.env.PIPENB_ATTEMPT;
if (word === "again" && attempt === "1") throw Object.assign(new Error("no luck"), { exitCode: 75 });
while (existsSync("/data/out/hold")) await new Promise((go) => setTimeout(go, 200));
appendFileSync("/data/out/runs", [day, word, attempt, readFileSync("/run/secrets/token", "utf8").length].join(" ") + "\\n");
`;

interface Listed {
  readonly name: string;
  readonly image: string;
  readonly next?: string;
  readonly suspended: boolean;
  readonly runs: readonly {
    readonly id: string;
    readonly unit: string;
    readonly due: string;
    readonly state: string;
  }[];
}

describe("a schedule on Kubernetes", function () {
  this.timeout(900_000);
  let engine: Engine;
  let cluster: Cluster;
  let registry: Registry;
  let folder: string;
  let file: string;
  let out: string;
  let env: Record<string, string>;
  const namespace = `deploy-${process.pid}`;

  before(async function () {
    engine = await requireEngine(this);
    cluster = await requireCluster(this);
    registry = await startRegistry(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-deploy-test-"));
    file = join(folder, "daily.pipenb");
    out = join(folder, "out");
    await mkdir(out);
    // The image's user is nobody's here.
    await chmod(out, 0o777);
    await chmod(folder, 0o755);
    await writeFile(file, notebook);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "token"), "secret");
    await cluster.kubectl("create", "namespace", namespace);
    const config = join(folder, "kubeconfig");
    await writeFile(config, await cluster.kubectl("config", "view", "--raw"));
    await cluster.kubectl(
      "config",
      "set-context",
      "--current",
      "--namespace",
      namespace,
      "--kubeconfig",
      config,
    );
    env = { ...cluster.env, KUBECONFIG: config, PIPENB_BASE_IMAGE: nodeImage() };
  });

  after(async () => {
    await cluster.kubectl("delete", "namespace", namespace, "--wait=false");
    await cluster.kubectl("delete", "crd", "cronworkflows.argoproj.io", "--ignore-not-found", "--wait=false");
    await registry.stop();
    // It has its name in the registry too.
    for (const tag of (await engine.image(backfillTag(file)))?.tags ?? []) await removeTag(engine, tag);
    await rm(folder, { recursive: true, force: true });
  });

  const kubectl = (...args: readonly string[]): Promise<string> => cluster.kubectl("-n", namespace, ...args);

  const deploy = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(["deploy", file, "--to", "kubernetes", ...args], { env });

  const register = (...args: readonly string[]): Promise<Ended> =>
    deploy("--registry", `${registry.host}/daily`, "--volume", `${out}:/data/out`, ...args);

  async function listed(): Promise<Listed | undefined> {
    const { code, stdout, stderr } = await deploy("--list", "--json");
    assert.equal(code, 0, stderr);
    return stdout === "" ? undefined : (JSON.parse(stdout) as Listed);
  }

  /** Waits for what must come. */
  async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await pause(1_000);
    }
  }

  const runsWritten = async (): Promise<readonly string[]> =>
    (await readFile(join(out, "runs"), "utf8").catch(() => "")).split("\n").filter((line) => line !== "");

  it("runs the day that is due in its zone, again where it failed for now, and says so", async () => {
    const done = await register("--json", "--", "--word", "again");
    assert.equal(done.code, 0, done.stderr);
    assert.match(
      done.stderr,
      /daily is registered on kubernetes: \* \* \* \* \*, previous-day\. Next: .*Kiritimati/,
    );
    assert.deepEqual((JSON.parse(done.stdout) as { replaced: boolean }).replaced, false);
    const [line = ""] = await until(async () => {
      const lines = await runsWritten();
      return lines.length === 0 ? undefined : lines;
    });
    const run = await until(async () => (await listed())?.runs.find(({ state }) => state === "done"));
    assert.equal(run.unit, unitDueAt("previous-day", zone, new Date(run.due)));
    assert.equal(line, `${run.unit} again 2 6`);
    const { image, next, suspended } = (await listed()) ?? assert.fail("it is registered");
    assert.match(image, /\/daily@sha256:[0-9a-f]{64}$/);
    assert.ok(Date.parse(next ?? "") > Date.now() - 60_000);
    assert.equal(suspended, false);
    const table = await runPipenb(["deploy", "--to", "kubernetes", "--list"], { env });
    assert.match(table.stdout, /^daily +\* \* \* \* \* +Pacific\/Kiritimati/m);
  });

  it("is replaced and removed, and stops nothing that runs", async () => {
    await writeFile(join(out, "hold"), "");
    assert.equal((await register("--", "--word", "held")).code, 0);
    const held = await until(async () => (await listed())?.runs.find(({ state }) => state === "running"));
    const before = await runsWritten();
    await writeFile(join(folder, "secrets", "token"), "other");
    await writeFile(file, notebook.replace("%% name=work", "%% name=work\n// Another."));
    const replaced = await register("--", "--word", "new");
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.match(replaced.stderr, /is registered anew/);
    assert.match(await kubectl("get", "cronjob", "daily", "-o", "jsonpath={..args}"), /"new"/);
    assert.equal((await listed())?.runs.find(({ id }) => id === held.id)?.state, "running");
    // The one that runs still reads the secret that it began with.
    assert.equal((await kubectl("get", "secrets", "-o", "name")).trim().split("\n").length, 2);
    const removed = await deploy("--remove");
    assert.equal(removed.code, 0, removed.stderr);
    assert.match(removed.stderr, new RegExp(`${held.unit} still runs, and ends by itself: ${held.id}`));
    assert.equal(await listed(), undefined);
    await rm(join(out, "hold"));
    await kubectl("wait", "--for=condition=Complete", `job/${held.id}`, "--timeout=300s");
    const after = (await runsWritten()).slice(before.length);
    assert.match(after.join(), new RegExp(`^${held.unit} (again|held) [12] 6$`));
    await kubectl("delete", "job", held.id);
    await until(async () =>
      (await kubectl("get", "secrets", "-o", "name")).trim() === "" ? true : undefined,
    );
    const again = await deploy("--remove");
    assert.equal(again.code, 0);
    assert.match(again.stderr, /daily is not registered/);
  });

  it("leaves what is not its own alone", async () => {
    await kubectl("create", "cronjob", "other", "--image", "none", "--schedule", "0 0 1 1 *");
    const refused = await register("--name", "other");
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /There is a CronJob other already, which pipenb has not made\.\n.*--name NAME/,
    );
    assert.match((await deploy("--name", "other", "--remove")).stderr, /which pipenb has not made/);
    assert.match(await kubectl("get", "cronjob", "-o", "name"), /cronjob\.batch\/other/);
  });

  it("can be written as manifests that the API server takes, with Kueue's queue and for Argo Workflows", async function () {
    await requireArgo(this, cluster);
    const files = join(folder, "files");
    const written = await register("--out", files, "--queue", "days");
    assert.equal(written.code, 0, written.stderr);
    assert.deepEqual((await readdir(files)).sort(), ["cron-workflow.yaml", "cronjob.yaml", "secret.yaml"]);
    for (const name of await readdir(files))
      await kubectl(
        "apply",
        "--server-side",
        "--dry-run=server",
        "--validate=strict",
        "-f",
        join(files, name),
      );
    const text = await readFile(join(files, "cronjob.yaml"), "utf8");
    assert.match(text, /kueue\.x-k8s\.io\/queue-name: days/);
    assert.match(text, /suspend: true/);
    assert.doesNotMatch(await readFile(join(files, "secret.yaml"), "utf8"), /: "?(secret|other)"?$/m);
  });
});
