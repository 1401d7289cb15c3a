/** A schedule on the real Airflow whose runs are pods of a real Kubernetes. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { Airflow, requireAirflow } from "../support/airflow.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { requireCluster, type Cluster } from "../support/kubernetes.ts";
import { startRegistry, type Registry } from "../support/registry.ts";
import { removeTag } from "../support/remove-tag.ts";

const word = "s3cr3t-w0rd-of-the-pods-test";

/** Days end as they say, or once they may. */
const notebook = `/* ---
pipenb: 1
schedule: { cron: "0 3 * * *", timezone: Europe/Prague, start: 2022-01-01 }
image: { memory: 200m }
mounts: [ ./out:/data/out ]
secrets: [ word ]
timeout: 1h
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: boolean = false;

// %% name=work
import { appendFileSync, existsSync, readFileSync } from "node:fs";
const file = "/data/out/" + day;
const again = existsSync(file);
appendFileSync(file, "begins\\n");
process.on("SIGTERM", () => appendFileSync(file, "stopped\\n"));
do await new Promise((go) => setTimeout(go, 500)); while (wait && !existsSync("/data/out/go"));
const fail = (code: number) => { throw Object.assign(new Error("no luck on " + day), { exitCode: code }); };
if (day.endsWith("-02")) fail(42);
if (day.endsWith("-03") && !again) fail(75);
appendFileSync(file, "ends " + readFileSync("/run/secrets/word", "utf8").length + "\\n");
`;

describe("a schedule on Airflow in pods", function () {
  this.timeout(900_000);
  let engine: Engine;
  let cluster: Cluster;
  let registry: Registry;
  let airflow: Airflow;
  let folder: string;
  let file: string;
  let env: Record<string, string>;
  const namespace = `airflow-${process.pid}`;

  before(async function () {
    engine = await requireEngine(this);
    const bin = requireAirflow(this);
    cluster = await requireCluster(this);
    registry = await startRegistry(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-airflow-pods-"));
    file = join(folder, "pods.pipenb");
    await chmod(folder, 0o755);
    await mkdir(join(folder, "out"));
    // The image's user is nobody's here.
    await chmod(join(folder, "out"), 0o777);
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets", "word"), word);
    await writeFile(file, notebook);
    await cluster.kubectl("create", "namespace", namespace);
    const config = join(folder, "kubeconfig");
    await writeFile(config, await cluster.kubectl("config", "view", "--raw"));
    const context = ["config", "set-context", "--current", "--namespace", namespace];
    await cluster.kubectl(...context, "--kubeconfig", config);
    const extra = { namespace, kube_config_path: config, in_cluster: false };
    airflow = await Airflow.in(join(folder, "home"), bin, {
      AIRFLOW_CONN_KUBERNETES_DEFAULT: JSON.stringify({ conn_type: "kubernetes", extra }),
    });
    env = {
      ...cluster.env,
      KUBECONFIG: config,
      PIPENB_BASE_IMAGE: nodeImage(),
      AIRFLOW__CORE__DAGS_FOLDER: airflow.dags,
      AIRFLOW__API__BASE_URL: airflow.address,
    };
    const deploy = ["deploy", file, "--to", "airflow", "--runtime", "kubernetes"];
    const given = ["--registry", `${registry.host}/pods`, "--volume", `${join(folder, "out")}:/data/out`];
    const { code, stderr } = await runPipenb([...deploy, ...given], { env });
    assert.equal(code, 0, stderr);
    const dag = join(airflow.dags, "pods.py");
    const text = await readFile(dag, "utf8");
    assert.ok(!text.includes(word) && text.includes("max_active_runs=1,") && text.includes("seconds=10"));
    await writeFile(dag, text.replace("seconds=10", "seconds=1").replace("runs=1,", "runs=4,"));
    await airflow.start();
    while ((await airflow.ask("GET", "/dags/pods")).status !== 200) await pause(500);
  });

  after(async () => {
    await airflow.kill();
    await cluster.kubectl("delete", "namespace", namespace, "--wait=false");
    await registry.stop();
    // It has its name in the registry too.
    for (const tag of (await engine.image(backfillTag(file)))?.tags ?? []) await removeTag(engine, tag);
    await rm(folder, { recursive: true, force: true });
  });

  const story = async (day: string): Promise<string> => {
    const text = await readFile(join(folder, "out", day), "utf8").catch(() => "");
    return text.trim().replaceAll("\n", ", ");
  };
  const pods = (): Promise<string> =>
    cluster.kubectl("-n", namespace, "get", "pods", "-l", "io.pipenb.unit", "-o", "name");

  it("ends as the exit code says, and its result comes out of the termination log", async () => {
    const args = ["backfill", file, "--on", "airflow", "--units", "2022-02-01..2022-02-03", "--json"];
    const { code, stdout } = await runPipenb(args, { env });
    assert.equal(code, 1, stdout);
    assert.match(stdout, /"unit":"2022-02-01","state":"done","attempt":1/);
    assert.match(stdout, /"unit":"2022-02-02","state":"failed","attempt":1,[^}]*"code":42/);
    assert.match(stdout, /"unit":"2022-02-03","state":"done","attempt":2/);
    const stories = await Promise.all(["2022-02-01", "2022-02-02", "2022-02-03"].map(story));
    const whole = `begins, ends ${word.length}`;
    assert.deepEqual(stories, [whole, "begins", `begins, ${whole}`]);
    const [run] = await airflow.ended("pods", ({ partition_key: key }) => key === "2022-02-01");
    const result = await airflow.result("pods", run?.dag_run_id ?? "");
    assert.partialDeepStrictEqual(result, { contract: 1, unit: "2022-02-01", status: "done", exitCode: 0 });
    const log = await runPipenb(["logs", file, "2022-02-02"], { env });
    assert.match(log.stdout, /no luck on 2022-02-02/);
    while ((await pods()) !== "") await pause(500);
  });

  it("is ended by SIGTERM where somebody ends it, and never runs a day twice at once", async () => {
    const conf = { day: "2022-03-01", wait: true };
    const ids = await Promise.all([1, 2].map(() => airflow.trigger("pods", { conf })));
    while (!(await story("2022-03-01")).startsWith("begins")) await pause(500);
    const meant = (state: string) => async (): Promise<readonly string[]> =>
      (await airflow.runs("pods"))
        .filter((run) => ids.includes(run.dag_run_id) && run.state === state)
        .map((run) => run.dag_run_id);
    // The second one does not get the name, and has failed at last.
    while ((await meant("failed")()).length < 1) await pause(500);
    assert.equal(await story("2022-03-01"), "begins");
    const [running = assert.fail("one runs")] = await meant("running")();
    const path = `/dags/pods/dagRuns/${encodeURIComponent(running)}/taskInstances/run`;
    assert.equal((await airflow.ask("PATCH", path, { new_state: "failed" })).status, 200);
    while ((await pods()) !== "") await pause(500);
    assert.equal(await story("2022-03-01"), "begins, stopped");
  });

  it("takes the pod for its own that has ended while all of Airflow was away", async () => {
    const id = await airflow.trigger("pods", { conf: { day: "2022-04-01", wait: true } });
    while ((await story("2022-04-01")) === "") await pause(500);
    await airflow.kill();
    await writeFile(join(folder, "out", "go"), "");
    const whole = `begins, ends ${word.length}`;
    while ((await story("2022-04-01")) !== whole) await pause(500);
    await airflow.start();
    const [run] = await airflow.ended("pods", ({ dag_run_id: each }) => each === id);
    assert.equal(run?.state, "success");
    assert.equal(await story("2022-04-01"), whole);
    assert.partialDeepStrictEqual(await airflow.result("pods", id), { unit: "2022-04-01", status: "done" });
  });

  it("is taken away with its secret", async () => {
    const secrets = (): Promise<string> =>
      cluster.kubectl("-n", namespace, "get", "secrets", "pods-airflow", "--ignore-not-found", "-o", "name");
    assert.match(await secrets(), /pods-airflow/);
    const dag = join(airflow.dags, "pods.py");
    const text = await readFile(dag, "utf8");
    await writeFile(dag, text.replace("seconds=1)", "seconds=10)").replace("runs=4,", "runs=1,"));
    const remove = ["deploy", file, "--to", "airflow", "--runtime", "kubernetes", "--remove"];
    const { code, stderr } = await runPipenb(remove, { env });
    assert.equal(code, 0, stderr);
    assert.equal(await secrets(), "");
  });
});
