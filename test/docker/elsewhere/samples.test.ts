import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../containers/engine/engine.ts";
import { compareFolders } from "../../../scripts/compare-folders.ts";
import { runPipenb } from "../../support/command-line.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { samples } from "../../support/sample-runs.ts";
import { startSshServer, type SshServer } from "../../support/sshd.ts";
import { startTlsEngine, type TlsEngine } from "../../support/tls-engine.ts";

const wanted = ["day-2012-02-05.txt", "month-2012-02.csv"].map((name) => `seattle-weather/${name}`);

describe("the weather sample on an engine elsewhere", function () {
  this.timeout(300_000);
  const tag = `pipenb-test/elsewhere:${randomBytes(4).toString("hex")}`;
  let engine: Engine;
  let work: string;
  let ssh: SshServer | undefined;
  let tls: TlsEngine | undefined;

  /** Runs it in a folder of its own; gives that with the results. */
  const results = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const folder = await mkdtemp(join(work, "run-"));
    await cp(samples, folder, { recursive: true, filter: (path) => !path.includes("data/output") });
    const command = [
      "run",
      "--quiet",
      "--runtime",
      "container",
      join(folder, "seattle-weather.pipenb"),
      "2012-02-05",
    ];
    const { code, stderr } = await runPipenb(command, { env: { PIPENB_BASE_IMAGE: nodeImage(), ...env } });
    assert.equal(code, 0, stderr);
    return join(folder, "data/output");
  };
  const assertSame = async (folder: string): Promise<void> => {
    const { same, different } = await compareFolders(await results({}), folder);
    assert.deepEqual(different, []);
    assert.deepEqual([...same].sort(), [...wanted].sort());
  };
  const overSsh = async (): Promise<Readonly<Record<string, string>>> => ({
    ...(await ssh?.env()),
    DOCKER_HOST: ssh?.address ?? "",
  });

  before(async function () {
    engine = await requireEngine(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-elsewhere-"));
    ssh = await startSshServer(this);
    tls = await startTlsEngine();
  });
  after(async () => {
    await ssh?.stop();
    await tls?.stop();
    if (ssh !== undefined) await rm(work, { recursive: true, force: true });
  });

  it("gives the same files over ssh as on the engine of this machine", async () => {
    await assertSame(await results(await overSsh()));
  });

  it("gives them over TLS, by a docker context", async () => {
    const config = await mkdtemp(join(work, "docker-"));
    const id = createHash("sha256").update("far").digest("hex");
    const [meta, certificates] = ["meta", "tls"].map((part) => join(config, "contexts", part, id));
    assert.ok(meta !== undefined && certificates !== undefined && tls !== undefined);
    await mkdir(meta, { recursive: true });
    await writeFile(
      join(meta, "meta.json"),
      JSON.stringify({ Name: "far", Endpoints: { docker: { Host: tls.address, SkipTLSVerify: false } } }),
    );
    await cp(tls.certificates, join(certificates, "docker"), { recursive: true });
    await assertSame(await results({ DOCKER_CONFIG: config, DOCKER_CONTEXT: "far" }));
  });

  it("gives them over TLS, by the variables of docker; without a certificate nobody is let in", async () => {
    const env = { DOCKER_HOST: tls?.address ?? "", DOCKER_TLS_VERIFY: "1" };
    await assertSame(await results({ ...env, DOCKER_CERT_PATH: tls?.certificates ?? "" }));
    const nobody = await runPipenb(["doctor"], { env: { ...env, DOCKER_CERT_PATH: work } });
    assert.match(nobody.stdout + nobody.stderr, /No container engine|cannot|certificate/i);
  });

  it("is built there, and its image run there with the folders of this machine", async () => {
    const env = { ...(await overSsh()), PIPENB_BASE_IMAGE: nodeImage() };
    const notebook = join(samples, "seattle-weather.pipenb");
    const build = await runPipenb(["build", notebook, "--tag", tag], { env });
    assert.equal(build.code, 0, build.stderr);
    try {
      const cwd = await mkdtemp(join(work, "image-"));
      const ran = await runPipenb(["run", tag, "2012-02-05"], { env, cwd });
      assert.equal(ran.code, 0, ran.stderr);
      await assertSame(join(cwd, "data/output"));
      const refused = await runPipenb(["run", tag, "2012-02-30"], { env, cwd });
      assert.equal(refused.code, 64, refused.stderr);
    } finally {
      await engine.removeImage(tag);
    }
  });
});
