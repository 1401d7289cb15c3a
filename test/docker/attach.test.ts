/** `push --sbom --provenance`: a client of other people finds both beside the image in a registry with TLS and a password. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { type Regctl, regctlFor } from "../support/regctl.ts";
import { startRegistry, startSecureRegistry } from "../support/registry.ts";

const notebook = (): string => `/* ---
pipenb: 1
--- */

// %% name=work
console.log("${randomBytes(8).toString("hex")}");
`;
const sbomType = "application/vnd.cyclonedx+json";
const provenanceType = "application/vnd.in-toto+json";

describe("what stands beside an image in a registry", function () {
  this.timeout(300_000);
  const run = randomBytes(4).toString("hex");
  const built = `pipenb-test/attach:${run}`;
  const other = `pipenb-test/attach-other:${run}`;
  const tags: string[] = [built, other];
  const stops: (() => Promise<void>)[] = [];
  let engine: Engine;
  let work = "";
  const auths: Record<string, { readonly auth: string }> = {};
  const pipenb = (...args: string[]) =>
    runPipenb(args, {
      cwd: work,
      env: { PIPENB_BASE_IMAGE: nodeImage(), DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) },
    });

  before(async function () {
    engine = await requireEngine(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-attach-"));
    for (const [name, tag] of [
      ["weather", built],
      ["other", other],
    ] as const) {
      await writeFile(join(work, `${name}.pipenb`), notebook());
      const files = ["--sbom", `${name}.sbom.json`, "--provenance", `${name}.provenance.json`];
      const { code, stderr } = await pipenb("build", `${name}.pipenb`, "--tag", tag, ...files);
      assert.equal(code, 0, stderr);
    }
  });

  after(async () => {
    for (const tag of tags) await engine.removeImage(tag);
    for (const stop of stops) await stop();
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  const logIn = (host: string): void => {
    auths[host] = { auth: Buffer.from("someone:a secret").toString("base64") };
  };
  /** One with TLS and a password, whose authority the engine is told of. */
  const secure = async (context: Mocha.Context) => {
    const registry = await startSecureRegistry(context);
    const trust = `/etc/docker/certs.d/${registry.host}`;
    stops.push(async () => {
      await registry.stop();
      await rm(trust, { recursive: true, force: true });
    });
    await mkdir(trust, { recursive: true });
    await cp(registry.authority, join(trust, "ca.crt"));
    logIn(registry.host);
    return registry;
  };
  const push = (name: string, sbom = "weather.sbom.json", provenance = "weather.provenance.json") => {
    tags.push(name);
    return pipenb("push", built, "--tag", name, "--sbom", sbom, "--provenance", provenance, "--json");
  };
  const types = async (regctl: Regctl, name: string): Promise<readonly string[]> => {
    // SAFETY: regctl's own form; what is missing fails the comparisons.
    const { descriptors } = JSON.parse(await regctl("artifact", "list", name, "--format", "{{json .}}")) as {
      descriptors: readonly { artifactType: string }[];
    };
    return descriptors.map(({ artifactType }) => artifactType).sort();
  };
  const fetched = (regctl: Regctl, name: string, type: string): Promise<string> =>
    regctl("artifact", "get", "--subject", name, "--filter-artifact-type", type);

  it("is found by others, and says of which image it is", async function () {
    const { host, authority } = await secure(this);
    const regctl = await regctlFor(this, { folder: work, host, authority });
    const name = `${host}/team/weather:1`;
    const { code, stdout, stderr } = await push(name);
    assert.equal(code, 0, stderr);
    // SAFETY: written by the command under test.
    const said = JSON.parse(stdout) as Record<string, string>;
    assert.equal((await regctl("image", "digest", name)).trim(), said["digest"]);
    assert.deepEqual(await types(regctl, name), [sbomType, provenanceType]);
    assert.equal(
      await fetched(regctl, name, sbomType),
      await readFile(join(work, "weather.sbom.json"), "utf8"),
    );
    // SAFETY: a wrong form fails the comparison.
    const { subject } = JSON.parse(await fetched(regctl, name, provenanceType)) as { subject: unknown };
    const digest = { sha256: said["digest"]?.replace("sha256:", "") };
    assert.deepEqual(subject, [{ name: `${host}/team/weather`, digest }]);
    assert.match(said["sbom"] ?? "", /^sha256:[0-9a-f]{64}$/);
  });

  it("is of that very image, or nothing is pushed", async function () {
    const registry = await startRegistry(this);
    stops.push(() => registry.stop());
    const name = `${registry.host}/team/wrong:1`;
    const wrong = await push(name, "other.sbom.json");
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /other\.sbom\.json is of another image/);
    const noBill = await push(name, "weather.pipenb");
    assert.match(noBill.stderr, /weather\.pipenb is not what build --sbom writes/);
    const absent = await push(name, "absent.json");
    assert.match(absent.stderr, /absent\.json cannot be read/);
    assert.deepEqual(await registry.tags(`${registry.host}/team/wrong`), []);
  });
});
