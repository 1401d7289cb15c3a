import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { credentialsFor, everyCredential } from "../../../containers/engine/registry-credentials.ts";
import { registryOf } from "../../../containers/engine/reference.ts";

const encoded = (text: string): string => Buffer.from(text).toString("base64");

describe("the login for a registry", () => {
  let folder: string;
  const path = process.env["PATH"];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-docker-config-"));
    const helper = join(folder, "docker-credential-pipenbtest");
    await writeFile(
      helper,
      `#!/bin/sh\nread -r registry || true\ncase "$registry" in\n*token*) echo '{"Username":"<token>","Secret":"identity"}' ;;\n*known*) echo '{"Username":"helped","Secret":"by helper"}' ;;\n*) echo unknown; exit 1 ;;\nesac\n`,
    );
    await chmod(helper, 0o755);
    await writeFile(
      join(folder, "config.json"),
      JSON.stringify({
        auths: {
          "https://index.docker.io/v1/": { auth: encoded("hub:with:colons") },
          "registry.example:5000": { auth: encoded("plain:secret") },
        },
        credHelpers: {
          "known.example": "pipenbtest",
          "token.example": "pipenbtest",
          "missing.example": "pipenb-that-is-not-there",
        },
      }),
    );
    process.env["PATH"] = `${folder}${delimiter}${path ?? ""}`;
  });

  after(async () => {
    process.env["PATH"] = path;
    await rm(folder, { recursive: true, force: true });
  });

  it("is kept under the registry that an image's name begins with", () => {
    assert.equal(registryOf("node:24"), "https://index.docker.io/v1/");
    assert.equal(registryOf("docker.io/library/node:24"), "https://index.docker.io/v1/");
    assert.equal(registryOf("someone/thing"), "https://index.docker.io/v1/");
    assert.equal(registryOf("localhost/thing"), "localhost");
    assert.equal(registryOf("registry.example:5000/team/thing:1"), "registry.example:5000");
  });

  it("comes from the file", async () => {
    const env = { DOCKER_CONFIG: folder };
    const hub = await credentialsFor("node:24", env);
    assert.deepEqual([hub?.username, hub?.password], ["hub", "with:colons"]);
    const other = await credentialsFor("registry.example:5000/x", env);
    assert.equal(other?.password, "secret");
  });

  it("comes from the registry's helper, which may give a token", async () => {
    const env = { DOCKER_CONFIG: folder };
    assert.equal((await credentialsFor("known.example/x", env))?.username, "helped");
    assert.equal((await credentialsFor("token.example/x", env))?.identitytoken, "identity");
  });

  it("is none where nobody knows one, or the helper is not installed", async () => {
    const env = { DOCKER_CONFIG: folder };
    assert.equal(await credentialsFor("missing.example/x", env), undefined);
    assert.equal(await credentialsFor("other.example/x", env), undefined);
    assert.equal(await credentialsFor("node:24", { DOCKER_CONFIG: join(folder, "absent") }), undefined);
  });

  it("comes from DOCKER_AUTH_CONFIG before anything else", async () => {
    const given = JSON.stringify({ auths: { "known.example": { auth: encoded("given:now") } } });
    const found = await credentialsFor("known.example/x", {
      DOCKER_CONFIG: folder,
      DOCKER_AUTH_CONFIG: given,
    });
    assert.equal(found?.username, "given");
  });

  it("is given for every registry to a build", async () => {
    const all = await everyCredential({ DOCKER_CONFIG: folder });
    assert.deepEqual(Object.keys(all).sort(), [
      "https://index.docker.io/v1/",
      "known.example",
      "registry.example:5000",
      "token.example",
    ]);
  });
});
