import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { textOf } from "../../app/failures/describe-failure.ts";
import type { Engine, PushEvent } from "../../containers/engine/engine.ts";
import { EngineError, type EngineErrorCode } from "../../containers/engine/engine-error.ts";
import { requireEngine } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import { startRegistry, type Registry } from "../support/registry.ts";
import { startStallingProxy } from "../support/stalling-proxy.ts";

describe("pushing an image to a registry", function () {
  this.timeout(120_000);
  const built = `pipenb-test/push:${randomBytes(4).toString("hex")}`;
  const loginBefore = process.env["DOCKER_AUTH_CONFIG"];
  const tags: string[] = [built];
  let engine: Engine;
  let open: Registry | undefined;
  let guarded: Registry | undefined;

  before(async function () {
    engine = await requireEngine(this);
    open = await startRegistry(this);
    guarded = await startRegistry(this, { login: true });
    const context = [
      { path: "Dockerfile", contents: "FROM scratch\nCOPY one /one\nCOPY two /two\n" },
      { path: "one", contents: randomBytes(3_000_000) },
      { path: "two", contents: randomBytes(200_000) },
    ];
    await engine.build({ tag: built, context, labels: { "pipenb.test.push": built } });
  });

  afterEach(() => {
    if (loginBefore === undefined) delete process.env["DOCKER_AUTH_CONFIG"];
    else process.env["DOCKER_AUTH_CONFIG"] = loginBefore;
  });

  after(async () => {
    for (const tag of tags) await engine.removeImage(tag);
    await open?.stop();
    await guarded?.stop();
  });

  /** The built image under another name. */
  async function named(name: string): Promise<string> {
    await engine.tag(built, name);
    tags.push(name);
    return name;
  }

  const logIn = (host: string, login: string): void => {
    const auth = Buffer.from(login).toString("base64");
    process.env["DOCKER_AUTH_CONFIG"] = JSON.stringify({ auths: { [host]: { auth } } });
  };

  const refused = (code: EngineErrorCode, message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof EngineError);
    assert.match(textOf(error), message);
    return error.code === code;
  };

  it("gives a digest under which the same image comes back", async () => {
    const repository = `${open?.host ?? ""}/team/weather`;
    const name = await named(`${repository}:1`);
    const id = (await engine.image(built))?.id;
    const events: PushEvent[] = [];
    const { digest, reference } = await engine.push(name, { onEvent: (event) => events.push(event) });
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    assert.equal(reference, `${repository}@${digest}`);

    for (const tag of tags.splice(0)) await engine.removeImage(tag);
    assert.equal(await engine.image(id ?? ""), undefined);
    await engine.pull(reference);
    assert.equal((await engine.image(reference))?.id, id);
    tags.push(reference);
    await engine.tag(reference, built);
    tags.push(built);

    const layers = new Set(events.flatMap((event) => (event.type === "layer" ? [event.layer] : [])));
    assert.equal(layers.size, 2);
    const last = events.findLast((event) => event.type === "layer");
    assert.deepEqual([last?.state, last?.done], ["pushed", 1]);
  });

  it("says of a second push that the layers are there", async () => {
    const name = await named(`${open?.host ?? ""}/team/weather:again`);
    const states = new Set<string>();
    await engine.push(name);
    await engine.push(name, {
      onEvent: (event) => {
        if (event.type === "layer") states.add(event.state);
      },
    });
    assert.ok(states.has("present"));
    assert.ok(!states.has("pushed"));
  });

  it("names docker login where nobody is logged in", async () => {
    const host = guarded?.host ?? "";
    const name = await named(`${host}/team/weather:1`);
    await assert.rejects(
      engine.push(name),
      refused("push-denied", new RegExp(`Nobody is logged in at ${host} here: run \`docker login ${host}\``)),
    );
  });

  it("names whom the registry does not let in", async () => {
    const host = guarded?.host ?? "";
    const name = await named(`${host}/team/weather:2`);
    logIn(host, "someone:wrong");
    await assert.rejects(engine.push(name), refused("push-denied", /does not let someone push there/));
  });

  it("shows the docker command line's login", async () => {
    const host = guarded?.host ?? "";
    const name = await named(`${host}/team/weather:3`);
    logIn(host, "someone:a secret");
    assert.match((await engine.push(name)).digest, /^sha256:/);
  });

  it("says that the registry is out of reach", async () => {
    const name = await named(`127.0.0.1:${await freePort()}/team/weather:1`);
    await assert.rejects(
      engine.push(name),
      refused("registry-unreachable", /connection refused.* The engine cannot reach the registry/),
    );
  });

  it("says that there is no such image, and which tags there are", async () => {
    const repository = built.split(":")[0] ?? "";
    await assert.rejects(engine.push(`${repository}-no`), refused("no-such-tag", /Build it first/));
    await assert.rejects(
      engine.push(repository),
      refused("no-such-tag", new RegExp(`:latest here \\(no tag means latest\\)\\. There is .*${built}`)),
    );
  });

  it("wants a name for what has only an id", async () => {
    const id = (await engine.image(built))?.id ?? "";
    await assert.rejects(engine.push(id), refused("no-name", /Give it one/));
  });

  it("can be stopped, and the engine stops too", async () => {
    const proxy = await startStallingProxy(open?.host ?? "");
    try {
      const name = await named(`${proxy.host}/team/stopped:1`);
      const abort = new AbortController();
      const pushing = engine.push(name, { signal: abort.signal });
      await Promise.race([proxy.stuck, pushing]);
      abort.abort();
      await assert.rejects(pushing, refused("aborted", /Stopped as asked/));
      await proxy.left;
      await assert.rejects(engine.pull(`${open?.host ?? ""}/team/stopped:1`), /unknown/);
    } finally {
      proxy.stop();
    }
  });
});
