import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEngine, requireEngine as engineOf } from "../../../containers/engine/connect.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { startSshServer, type SshServer } from "../../support/sshd.ts";

describe("an engine that is reached by ssh", function () {
  this.timeout(120_000);
  let server: SshServer | undefined;
  let engine: Engine;
  let container: string;

  before(async function () {
    await requireEngine(this);
    server = await startSshServer(this);
    engine = await engineOf({
      env: { ...process.env, ...(await server.env()), DOCKER_HOST: server.address },
    });
    container = await engine.create({
      image: nodeImage(),
      command: ["node", "-e", "console.log('here'); setInterval(() => 0, 1000)"],
      entrypoint: [],
      environment: {},
      labels: { "pipenb.test": "ssh" },
      mounts: [],
      restricted: true,
      init: true,
      autoRemove: false,
    });
  });

  after(async () => {
    if (server === undefined) return;
    await engine.remove(container);
    await server.stop();
  });

  it("is elsewhere, whatever its address", async () => {
    assert.equal(engine.elsewhere, true);
    assert.equal((await engine.info()).os, "linux");
  });

  it("moves output, commands and files as any other", async () => {
    const heard = Promise.withResolvers<string>();
    const attached = await engine.attach(container, (_stream, chunk) => {
      heard.resolve(Buffer.from(chunk).toString());
    });
    await engine.start(container);
    assert.equal((await heard.promise).trim(), "here");
    await engine.putArchive(container, "/srv", [{ path: "deep/a.txt", contents: "text" }]);
    const { output } = await engine.exec(container, ["cat", "/srv/deep/a.txt"]);
    assert.equal(output, "text");
    const files: string[] = [];
    for await (const { path } of engine.getArchive(container, "/srv", { wanted: () => true }))
      files.push(path);
    assert.deepEqual(files, ["deep/a.txt"]);
    attached.close();
  });

  it("uses one connection for requests that follow each other", async () => {
    const logins = (): number => server?.log().match(/Accepted publickey/g)?.length ?? 0;
    await engine.container(container);
    const before = logins();
    for (let asked = 0; asked < 5; asked += 1) await engine.container(container);
    assert.equal(logins(), before);
  });

  it("serves many requests at once", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => engine.container(container)));
    assert.deepEqual(new Set(answers.map((each) => each?.id)), new Set([container]));
  });

  it("is given up when the caller says so", async () => {
    assert.ok(server !== undefined);
    const env = { ...process.env, ...(await server.env()), DOCKER_HOST: server.address };
    await assert.rejects(connectEngine({ env, signal: AbortSignal.abort() }));
  });

  describe("says what is wrong:", () => {
    const told = async (env: Readonly<Record<string, string | undefined>>): Promise<string> => {
      const connection = await connectEngine({
        env: { ...process.env, DOCKER_HOST: server?.address, ...env },
      });
      assert.equal(connection.kind, "none");
      return connection.tried.map(({ why }) => (why.code === "ssh" ? why.why : why.code)).join();
    };

    it("an unknown host key", async () => {
      assert.equal(await told((await server?.env({ knows: false })) ?? {}), "host-key-unknown");
    });

    it("a key that is not let in", async () => {
      assert.equal(await told((await server?.env({ hasKey: false })) ?? {}), "denied");
    });

    it("no docker over there", async function () {
      const bare = await startSshServer(this, { path: "/nowhere" });
      try {
        assert.equal(await told({ ...(await bare.env()), DOCKER_HOST: bare.address }), "no-docker");
      } finally {
        await bare.stop();
      }
    });

    it("no engine over there", async () => {
      const address = `${server?.address ?? ""}/nowhere/docker.sock`;
      assert.equal(await told({ ...(await server?.env()), DOCKER_HOST: address }), "no-engine");
    });

    it("nobody at that address", async () => {
      assert.equal(await told({ DOCKER_HOST: "ssh://127.0.0.1:1" }), "no-host");
    });

    it("no ssh on this machine", async () => {
      const empty = await mkdtemp(join(tmpdir(), "pipenb-no-ssh-"));
      try {
        assert.equal(await told({ PATH: empty }), "no-ssh");
      } finally {
        await rm(empty, { recursive: true });
      }
    });
  });
});
