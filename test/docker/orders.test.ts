/** The sample `orders` beside its services: the same rows however and however often a day is run, and its secrets nowhere. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb, runProgram } from "../support/command-line.ts";
import type { Ended } from "../support/command-line.ts";
import { compose, requireCompose } from "../support/compose-project.ts";
import { dropKept } from "../support/kept-postgres.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { plantSecrets } from "../support/planted-secrets.ts";
import type { PlantedSecrets } from "../support/planted-secrets.ts";
import { samples } from "../support/sample-runs.ts";
import { standForServiceImages } from "../support/service-images.ts";
import { removeTag } from "../support/remove-tag.ts";

const names = ["shop_token", "aws_access_key_id", "aws_secret_access_key", "db_password"];

describe("the sample orders, beside an API, an object store and a database", function () {
  this.timeout(900_000);
  const project = `pipenb-orders-${randomBytes(4).toString("hex")}`;
  const tag = `pipenb-test/orders:${project.slice(-8)}`;
  let engine: Engine | undefined;
  let untag: (() => Promise<void>) | undefined;
  let work: string;
  let exported: string;
  let planted: PlantedSecrets;
  /** What anything has printed. */
  const said: string[] = [];
  const reports: string[] = [];

  before(async function () {
    engine = await requireEngine(this);
    requireCompose(this);
    untag = await standForServiceImages(engine, this);
    work = await mkdtemp(join(tmpdir(), "pipenb-orders-"));
    exported = join(work, "exported");
    for (const file of ["orders.pipenb", "orders.lock.json"]) await cp(join(samples, file), join(work, file));
    planted = await plantSecrets(join(work, "secrets"), names);
  });

  after(async () => {
    if (untag === undefined || engine === undefined) return;
    await inCompose("down", "--volumes", "--timeout", "0");
    await removeTag(engine, tag);
    await dropKept(engine, work);
    await untag();
    await rm(work, { recursive: true, force: true });
  });

  const heard = (ended: Ended): Ended => {
    said.push(ended.stdout, ended.stderr);
    return ended;
  };
  const pipenb = async (...args: readonly string[]): Promise<Ended> =>
    heard(await runPipenb(args, { cwd: work, env: { PIPENB_BASE_IMAGE: nodeImage() } }));
  const inCompose = async (...args: readonly string[]): Promise<Ended> =>
    heard(await compose(exported, project, args, { PIPENB_IMAGE: tag }));
  const docker = async (...args: readonly string[]): Promise<Ended> =>
    heard(await runProgram("docker", args));
  /** `docker run` of the image, on the network that compose has made. */
  const dockerRun = (results: string, secrets: string, ...args: readonly string[]): Promise<Ended> =>
    docker(
      ...["run", "--rm", "--network", `${project}_default`],
      ...["--volume", `${results}:/app/work/data/output`, "--volume", `${secrets}:/run/secrets:ro`],
      ...[tag, ...args],
    );
  const succeeded = ({ code, stdout, stderr }: Ended): string => {
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const report = async (folder: string): Promise<void> => {
    reports.push(await readFile(join(folder, "orders/report-2024-03-01.csv"), "utf8"));
  };
  const query = async (sql: string): Promise<string> =>
    succeeded(await inCompose("exec", "-T", "db", "psql", "-U", "postgres", "--csv", "--command", sql));

  it("gives the same twice in its kernel", async () => {
    const outputs: string[] = [];
    for (const out of ["first.ipynb", "second.ipynb"]) {
      outputs.push(succeeded(await pipenb("run", "orders.pipenb", "--out", out)));
      await report(join(work, "data/output"));
    }
    assert.match(outputs[0] ?? "", /rows: 333/);
    assert.equal(outputs[1], outputs[0]);
    assert.match(reports[0] ?? "", /^country,orders,revenue\nCZ,\d+,\d+\.\d\d\nDE,/);
  });

  it("has the same rows in the database after two runs in compose and two of docker run", async () => {
    succeeded(await pipenb("export", "orders.pipenb", "--out", "exported"));
    succeeded(await pipenb("build", "orders.pipenb", "--tag", tag));
    await cp(planted.folder, join(exported, "secrets"), { recursive: true });
    const results = join(exported, "data/output");
    await mkdir(join(exported, "data/input"), { recursive: true });
    await mkdir(results);
    await chmod(results, 0o777);
    const rows: string[] = [];
    const day = "2024-03-01";
    const look = async (): Promise<void> => {
      await report(results);
      rows.push(await query("SELECT * FROM orders ORDER BY day, id"));
    };
    for (const run of [1, 2]) {
      succeeded(await inCompose("run", "--rm", "test", day));
      await look();
      assert.equal(rows[0]?.split("\n").length, 333 + 2, `run ${run}`);
    }
    for (const run of [3, 4]) {
      succeeded(await dockerRun(results, planted.folder, day));
      await look();
      const loads = await query("SELECT key ->> 'day', rows, loads FROM pipenb_loads");
      assert.equal(loads.split("\n")[1], `${day},333,${run}`);
    }
    assert.equal(new Set(rows).size, 1);
    assert.equal(reports.length, 6);
    assert.equal(new Set(reports).size, 1);
    succeeded(await dockerRun(results, planted.folder, "--day", "2024-03-02"));
    assert.equal((await query("SELECT DISTINCT day FROM orders ORDER BY day")).split("\n")[2], "2024-03-02");
  });

  it("ends with an error that can be told what to do about where a secret is wrong, and with 42 for no such day", async () => {
    const results = join(exported, "data/output");
    for (const [name, message] of [
      ["shop_token", /The shop answers 401/],
      ["aws_secret_access_key", /ObjectError/],
      ["db_password", /password authentication failed/],
    ] as const) {
      const secrets = join(work, `other-${name}/secrets`);
      await cp(planted.folder, secrets, { recursive: true });
      await writeFile(join(secrets, name), "wrong");
      const { code, stderr } = await dockerRun(results, secrets);
      assert.equal(code, 1, stderr);
      assert.match(stderr, message);
    }
    const api = await dockerRun(results, planted.folder, "--api", "http://shop:8080/elsewhere");
    assert.equal(api.code, 42, api.stderr);
    const down = await dockerRun(results, planted.folder, "--api", "http://nobody.invalid");
    assert.equal(down.code, 75, down.stderr);
  });

  it("has its secrets in no output, log, error, file, image layer or history", async () => {
    assert.ok(engine !== undefined);
    await inCompose("logs", "--no-color");
    await inCompose("config");
    await docker("history", "--no-trunc", tag);
    await docker("image", "inspect", tag);
    for (const id of succeeded(await inCompose("ps", "--all", "--quiet"))
      .split("\n")
      .filter(Boolean))
      await docker("inspect", id);
    assert.deepEqual(planted.inText(said.join("\n")), []);
    // The layers of the image, which has the environment's.
    const image = join(work, "image.tar");
    succeeded(await docker("save", "--output", image, tag));
    assert.deepEqual(await planted.inFolder(work), []);
    // What is looked for is found where it is: in plain layers, and in a file.
    assert.ok((await readFile(image)).includes("The shop answers"));
    assert.equal((await planted.inFile(join(planted.folder, "db_password"))).length, 1);
  });
});
