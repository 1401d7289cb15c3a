import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { textOf } from "../../app/failures/describe-failure.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { EngineError } from "../../containers/engine/engine-error.ts";
import { requireEngine } from "../support/engine.ts";
import { skipBecause } from "../support/reporter.ts";

describe("logging in to a registry", function () {
  let engine: Engine;
  let server: Server | undefined;
  let registry: string;
  const shown: string[] = [];
  const asked = Promise.withResolvers<undefined>();
  const givenBefore = process.env["DOCKER_AUTH_CONFIG"];

  before(async function () {
    engine = await requireEngine(this);
    if (process.platform !== "linux")
      skipBecause(this, "the engine is in a virtual machine and cannot reach this one");
    // A registry that asks who is there and then has nothing to give.
    server = createServer((request, response) => {
      if (request.url?.includes("slow") === true) {
        asked.resolve(undefined);
        return; // and never answers
      }
      const login = request.headers.authorization;
      if (login === undefined) response.setHeader("WWW-Authenticate", 'Basic realm="test"');
      else shown.push(Buffer.from(login.replace("Basic ", ""), "base64").toString("utf8"));
      response.writeHead(login === undefined ? 401 : 404, { "Content-Type": "application/json" });
      response.end(
        JSON.stringify({ errors: [{ code: login === undefined ? "UNAUTHORIZED" : "MANIFEST_UNKNOWN" }] }),
      );
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    registry = `127.0.0.1:${address.port}`;
    const auth = Buffer.from("someone:a secret").toString("base64");
    process.env["DOCKER_AUTH_CONFIG"] = JSON.stringify({ auths: { [registry]: { auth } } });
  });

  after(() => {
    if (givenBefore === undefined) delete process.env["DOCKER_AUTH_CONFIG"];
    else process.env["DOCKER_AUTH_CONFIG"] = givenBefore;
    server?.close();
    server?.closeAllConnections();
  });

  beforeEach(() => {
    shown.length = 0;
  });

  it("happens when an image is pulled", async () => {
    await assert.rejects(engine.pull(`${registry}/team/thing:1`), (error) =>
      /docker login/.test(textOf(error)),
    );
    assert.ok(shown.includes("someone:a secret"), JSON.stringify(shown));
  });

  it("does not keep a pull from being stopped", async () => {
    const abort = new AbortController();
    const pulling = engine.pull(`${registry}/team/slow:1`, undefined, abort.signal);
    void asked.promise.then(() => {
      abort.abort();
    });
    await assert.rejects(pulling, (error) => error instanceof EngineError && error.code === "aborted");
  });

  it("happens when a build pulls its base image", async () => {
    const contents = `FROM ${registry}/team/base:1\n`;
    const building = engine.build({ tag: "pipenb-test/never", context: [{ path: "Dockerfile", contents }] });
    await assert.rejects(building, (error) => /team\/base[^]*docker login/.test(textOf(error)));
    assert.ok(shown.includes("someone:a secret"), JSON.stringify(shown));
  });
});
