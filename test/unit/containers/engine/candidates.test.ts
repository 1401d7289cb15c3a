import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { candidates } from "../../../../containers/engine/candidates.ts";
import { dockerOptions, isElsewhere } from "../../../../containers/engine/endpoint.ts";
import { SshAgent } from "../../../../containers/engine/ssh/ssh-agent.ts";

describe("the places to look for an engine", () => {
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "pipenb-home-"));
  });

  after(() => rm(home, { recursive: true, force: true }));

  async function context(name: string, host: string, certificates: boolean): Promise<void> {
    const id = createHash("sha256").update(name).digest("hex");
    const meta = join(home, ".docker", "contexts", "meta", id);
    const tls = join(home, ".docker", "contexts", "tls", id, "docker");
    await mkdir(meta, { recursive: true });
    await writeFile(
      join(meta, "meta.json"),
      JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
    );
    if (!certificates) return;
    await mkdir(tls, { recursive: true });
    for (const file of ["ca.pem", "cert.pem", "key.pem"]) await writeFile(join(tls, file), file);
  }

  it("is DOCKER_HOST alone where it is set", async () => {
    const found = await candidates({ HOME: home, DOCKER_HOST: "tcp://10.0.0.1:2375" }, "linux");
    assert.deepEqual(
      found.map(({ url }) => url),
      ["tcp://10.0.0.1:2375"],
    );
  });

  it("starts with the docker context in use, with its certificates", async () => {
    await context("far", "tcp://far:2376", true);
    await writeFile(
      join(home, ".docker", "config.json"),
      JSON.stringify({ currentContext: "far", auths: {} }),
    );
    const [first] = await candidates({ HOME: home }, "linux");
    assert.equal(first?.url, "tcp://far:2376");
    assert.match(first.foundBy, /"far"/);
    const options = await dockerOptions(first, {});
    assert.deepEqual([options.host, options.port, options.protocol], ["far", "2376", "https"]);
    assert.ok(options.agent instanceof Agent);
    assert.equal(options.agent.options.key, "key.pem");
  });

  it("lets DOCKER_CONTEXT go before the one in use", async () => {
    await context("colima", "unix:///colima.sock", false);
    const [first] = await candidates({ HOME: home, DOCKER_CONTEXT: "colima" }, "darwin");
    assert.equal(first?.url, "unix:///colima.sock");
  });

  it("knows the usual sockets of each platform, each once", async () => {
    const linux = await candidates(
      { HOME: "/h", DOCKER_CONFIG: home, XDG_RUNTIME_DIR: "/run/user/7" },
      "linux",
    );
    const urls = linux.map(({ url }) => url);
    assert.equal(new Set(urls).size, urls.length);
    for (const path of [
      "/var/run/docker.sock",
      "/run/user/7/docker.sock",
      "/run/user/7/podman/podman.sock",
      "/h/.colima/default/docker.sock",
    ])
      assert.ok(urls.includes(`unix://${path}`), path);
    const windows = await candidates({ USERPROFILE: "/h", DOCKER_CONFIG: home }, "win32");
    assert.deepEqual(
      windows.map(({ url }) => url),
      ["npipe:////./pipe/docker_engine"],
    );
  });

  it("passes over a configuration that cannot be read", async () => {
    const folder = join(home, "broken");
    await mkdir(folder);
    await writeFile(join(folder, "config.json"), "{ not json");
    const [first] = await candidates({ HOME: home, DOCKER_CONFIG: folder }, "linux");
    assert.equal(first?.url, "unix:///var/run/docker.sock");
  });

  it("are called by ssh, by socket and by plain TCP", async () => {
    const ssh = await dockerOptions({ url: "ssh://me@far:2222", foundBy: "" }, {});
    assert.ok(ssh.agent instanceof SshAgent);
    assert.deepEqual([ssh.protocol, ssh.socketPath], ["http", undefined]);
    const pipe = await dockerOptions({ url: "npipe:////./pipe/docker_engine", foundBy: "" }, {});
    assert.equal(pipe.socketPath, "//./pipe/docker_engine");
    const tcp = await dockerOptions({ url: "far:1234", foundBy: "" }, {});
    assert.deepEqual([tcp.protocol, tcp.host, tcp.port, tcp.socketPath], ["http", "far", "1234", undefined]);
  });

  it("speak TLS where DOCKER_TLS_VERIFY says so, with docker's own certificates where no others are named", async () => {
    const [first] = await candidates(
      { HOME: "/h", DOCKER_HOST: "tcp://far", DOCKER_TLS_VERIFY: "1" },
      "linux",
    );
    assert.deepEqual(first, { url: "tcp://far", foundBy: "DOCKER_HOST", certificates: "/h/.docker" });
    const options = await dockerOptions(first, {});
    assert.deepEqual([options.protocol, options.port], ["https", "2376"]);
  });

  for (const [url, elsewhere] of [
    ["unix:///var/run/docker.sock", false],
    ["npipe:////./pipe/docker_engine", false],
    ["tcp://127.0.0.1:2375", false],
    ["tcp://localhost:2375", false],
    ["tcp://[::1]:2375", false],
    ["localhost:2375", false],
    ["tcp://far:2376", true],
    ["tcp://10.0.0.1:2375", true],
    ["ssh://me@far", true],
    ["ssh://127.0.0.1", true],
  ] as const)
    it(`${elsewhere ? "are another machine" : "are this machine"} at ${url}`, () => {
      assert.equal(isElsewhere({ url, foundBy: "" }), elsewhere);
    });
});
