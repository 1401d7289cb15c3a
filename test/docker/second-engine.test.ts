/** A pipeline's image on its way: pushed to a registry with TLS and a password, pulled by another engine, run there by its digest. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { podmanOfItsOwn, type Podman } from "../support/podman.ts";
import { startSecureRegistry, type SecureRegistry } from "../support/registry.ts";
import { runBuiltImage } from "../support/run-built-image.ts";

const notebook = `/* ---
pipenb: 1
mounts: [./data/input:/app/work/data/input:ro, ./data/output:/app/work/data/output]
--- */

// %% [parameters]
const day: IsoDate = "2022-02-05";

// %% name=count
import { readFile } from "node:fs/promises";
import { objects, previous } from "pipenb";
const text = await readFile(\`data/input/\${day}.csv\`, "utf8").catch(() => undefined);
if (text === undefined) throw Object.assign(new Error(\`no orders of \${day}\`), { exitCode: 42 });
const orders = text.trim().split("\\n").slice(1).map((line) => Number(line.split(",")[1]));
const sum = orders.reduce((all, one) => all + one, 0);

// %% name=write
await objects("data/output").write(\`\${day}.json\`, JSON.stringify({ day, after: previous(day), sum }));
console.log(day, orders.length, sum);
`;

describe("an image that is pushed", function () {
  this.timeout(600_000);
  const built = `pipenb-test/second-engine:${randomBytes(4).toString("hex")}`;
  let engine: Engine | undefined;
  let registry: SecureRegistry | undefined;
  let podman: Podman | undefined;
  let work = "";
  /** Where dockerd reads which authority it is to trust at a registry. */
  let trust = "";
  const tags: string[] = [];

  before(async function () {
    engine = await requireEngine(this);
    podman = await podmanOfItsOwn(this);
    registry = await startSecureRegistry(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-second-engine-"));
    for (const folder of ["data/input", "data/output", "here", "there", "trusted", "nobody"])
      await mkdir(join(work, folder), { recursive: true });
    for (const folder of ["here", "there"]) await chmod(join(work, folder), 0o777);
    await writeFile(join(work, "orders.pipenb"), notebook);
    await writeFile(join(work, "data/input/2022-02-05.csv"), "id,price\n1,20\n2,22\n");
    await cp(registry.authority, join(work, "trusted/ca.crt"));
    trust = `/etc/docker/certs.d/${registry.host}`;
  });

  after(async () => {
    for (const tag of tags) await engine?.removeImage(tag);
    await podman?.remove();
    await registry?.stop();
    if (trust !== "") await rm(trust, { recursive: true, force: true });
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  const pipenb = (args: readonly string[], login?: string) => {
    const auths = { [registry?.host ?? ""]: { auth: Buffer.from(login ?? "").toString("base64") } };
    const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: login === undefined ? {} : auths });
    return runPipenb(args, { cwd: work, env: { PIPENB_BASE_IMAGE: nodeImage(), DOCKER_AUTH_CONFIG } });
  };
  const filesOf = async (folder: string): Promise<readonly (readonly string[])[]> =>
    Promise.all(
      (await readdir(join(work, folder)))
        .sort()
        .map(async (name) => [name, await readFile(join(work, folder, name), "utf8")]),
    );

  it("gives on another engine, by its digest, what it gave in the notebook and here", async () => {
    assert.ok(engine !== undefined && registry !== undefined && podman !== undefined);
    const [day, noDay] = ["2022-02-05", "2022-02-06"];
    const run = await pipenb(["run", "orders.pipenb", "--day", day]);
    assert.equal(run.code, 0, run.stderr);
    tags.push(built);
    const build = await pipenb(["build", "orders.pipenb", "--tag", built]);
    assert.equal(build.code, 0, build.stderr);
    const mounts = { [join(work, "data/input")]: "data/input:ro", [join(work, "here")]: "data/output" };
    const here = await runBuiltImage(engine, built, [day], mounts);
    const noneHere = await runBuiltImage(engine, built, [noDay], mounts);

    const name = `${registry.host}/team/orders:1`;
    const push = (login?: string) => pipenb(["push", "orders.pipenb", "--tag", name], login);
    const untrusted = await push("someone:a secret");
    assert.match(untrusted.stderr, /certificate/);
    assert.notEqual(untrusted.code, 0);
    await mkdir(dirname(trust), { recursive: true });
    await cp(join(work, "trusted"), trust, { recursive: true });
    const nobody = await push();
    assert.match(nobody.stderr, /docker login/);
    assert.notEqual(nobody.code, 0);
    tags.push(name);
    const pushed = await push("someone:a secret");
    assert.equal(pushed.code, 0, pushed.stderr);
    const reference = pushed.stdout.trim();
    assert.match(reference, new RegExp(`^${registry.host}/team/orders@sha256:[0-9a-f]{64}$`));

    const pull = (certificates: string, ...login: readonly string[]) =>
      podman?.run("pull", "--quiet", "--cert-dir", join(work, certificates), ...login, reference);
    const login = ["--creds", "someone:a secret"];
    assert.match((await pull("nobody", ...login))?.stderr ?? "", /certificate signed by unknown authority/);
    assert.match((await pull("trusted"))?.stderr ?? "", /authentication required|unauthorized/);
    const pulled = await pull("trusted", ...login);
    assert.equal(pulled?.code, 0, pulled?.stderr);
    const volumes = [
      ...["--volume", `${join(work, "data/input")}:/app/work/data/input:ro`],
      ...["--volume", `${join(work, "there")}:/app/work/data/output`],
    ];
    // Not removed by the run, whose code would then be 0 in any case.
    const there = await podman.run("run", ...volumes, reference, day);
    const noneThere = await podman.run("run", ...volumes, reference, noDay);

    assert.deepEqual([there.code, there.stdout, there.stderr], [0, `${day} 2 42\n`, ""]);
    assert.deepEqual([here.code, here.stdout, here.stderr], [there.code, there.stdout, there.stderr]);
    assert.deepEqual([noneThere.code, noneThere.stderr], [noneHere.code, noneHere.stderr]);
    assert.deepEqual([noneThere.code, noneThere.stdout], [42, ""]);
    assert.deepEqual(await filesOf("there"), [
      [`${day}.json`, '{"day":"2022-02-05","after":"2022-02-04","sum":42}'],
    ]);
    assert.deepEqual(await filesOf("here"), await filesOf("there"));
    assert.deepEqual(await filesOf("data/output"), await filesOf("there"));
  });
});
