/** Documents beside an image, put there without an engine: logins, certificates, and what registries answer. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attach } from "../../../../containers/registry/attach.ts";
import { RegistryError } from "../../../../containers/registry/registry-error.ts";
import { digestOf, Repository } from "../../../../containers/registry/repository.ts";
import { freePort } from "../../../support/free-port.ts";
import { regctlFor } from "../../../support/regctl.ts";
import { startRegistry, startSecureRegistry } from "../../../support/registry.ts";
import { startTokenRegistry } from "../../../support/token-registry.ts";

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const document = { mediaType: "application/vnd.cyclonedx+json", file: "sbom.json", text: `{"a":"bill"}\n` };

describe("a document beside an image", function () {
  this.timeout(120_000);
  const stops: (() => Promise<void>)[] = [];
  let home = "";

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "pipenb-attach-"));
    stops.push(() => rm(home, { recursive: true, force: true }));
  });
  after(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  const loggedIn = (host: string, login = "someone:a secret") => ({
    HOME: home,
    DOCKER_AUTH_CONFIG: JSON.stringify({
      auths: { [host]: { auth: Buffer.from(login).toString("base64") } },
    }),
  });
  const isError = (code: string, why?: string) => (error: unknown) =>
    error instanceof RegistryError &&
    error.code === code &&
    (why === undefined || ("why" in error.facts && error.facts.why === why));

  /** A small image; gives the digest of its manifest. */
  const putImage = async (repository: Repository): Promise<string> => {
    const config = await repository.putBlob("application/vnd.oci.image.config.v1+json", "{}");
    const manifest = { schemaVersion: 2, mediaType: manifestType, config, layers: [] };
    const text = JSON.stringify(manifest);
    await repository.putManifest("1", manifestType, text);
    return digestOf(text);
  };

  it("is there once, however often it is put there, and beside others", async function () {
    const registry = await startRegistry(this, { login: true });
    stops.push(() => registry.stop());
    const { host } = registry;
    const repository = await Repository.of(`${host}/team/small:1`, loggedIn(host));
    const image = await putImage(repository);
    const digests = [
      await attach(repository, image, document),
      await attach(repository, image, document),
      await attach(repository, image, { ...document, text: "another\n" }),
    ];
    assert.equal(new Set(digests).size, 2);
    const regctl = await regctlFor(this, { folder: home, host });
    const tree = await regctl("artifact", "list", `${host}/team/small:1`, "--format", "{{json .}}");
    // SAFETY: regctl's own form.
    const { descriptors } = JSON.parse(tree) as { descriptors: readonly { digest: string }[] };
    assert.deepEqual(descriptors.map(({ digest }) => digest).sort(), [...new Set(digests)].sort());
    const text = await regctl("artifact", "get", `${host}/team/small@${digests[0] ?? ""}`);
    assert.equal(text, document.text);
  });

  it("comes in by a token where the registry takes tokens alone", async function () {
    const registry = await startTokenRegistry(this);
    stops.push(() => registry.stop());
    const { host, asked } = registry;
    const repository = await Repository.of(`${host}/team/small:1`, loggedIn(host));
    const image = await putImage(repository);
    const digest = await attach(repository, image, document);
    assert.equal((await repository.manifest(digest))?.digest, digest);
    assert.equal(asked(), 1);
    // A login that is a token itself, as helpers of some clouds give it.
    const auths = { [host]: { auth: Buffer.from(":").toString("base64"), identitytoken: "an identity" } };
    const env = { HOME: home, DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) };
    const known = await Repository.of(`${host}/team/small:1`, env);
    assert.equal(await attach(known, image, document), digest);
    const wrong = await Repository.of(`${host}/team/small:1`, loggedIn(host, "someone:else"));
    await assert.rejects(putImage(wrong), isError("denied"));
  });

  it("is refused with the reason", async function () {
    const registry = await startRegistry(this, { login: true });
    stops.push(() => registry.stop());
    const { host } = registry;
    const nobody = await Repository.of(`${host}/team/small:1`, { HOME: home });
    await assert.rejects(putImage(nobody), isError("denied"));
    const wrong = await Repository.of(`${host}/team/small:1`, loggedIn(host, "someone:else"));
    await assert.rejects(putImage(wrong), isError("denied"));
    const right = await Repository.of(`${host}/team/small:1`, loggedIn(host));
    await assert.rejects(attach(right, digestOf("no image"), document), isError("refused"));
    const nowhere = await Repository.of(`127.0.0.1:${await freePort()}/team/small:1`, { HOME: home });
    await assert.rejects(putImage(nowhere), isError("unreachable", "network"));
  });

  it("goes to a registry whose certificate is trusted, and to no other", async function () {
    const registry = await startSecureRegistry(this);
    stops.push(() => registry.stop());
    const { host, authority } = registry;
    const untrusting = await Repository.of(`${host}/team/small:1`, loggedIn(host));
    await assert.rejects(putImage(untrusting), isError("unreachable", "certificate"));
    const env = { ...loggedIn(host), PIPENB_CA_BUNDLE: authority };
    const repository = await Repository.of(`${host}/team/small:1`, env);
    assert.match(await attach(repository, await putImage(repository), document), /^sha256:/);
    const stopped = await Repository.of(`${host}/team/small:1`, env, AbortSignal.abort());
    await assert.rejects(putImage(stopped), isError("aborted"));
  });
});
