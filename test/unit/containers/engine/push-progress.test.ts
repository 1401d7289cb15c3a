import assert from "node:assert/strict";
import { textOf } from "../../../../app/failures/describe-failure.ts";
import type { PushEvent } from "../../../../containers/engine/engine.ts";
import { explainPush } from "../../../../containers/engine/push-image.ts";
import { PushProgress } from "../../../../containers/engine/push-progress.ts";

const pushing = (id: string, current: number, total: number) => ({
  id,
  status: "Pushing",
  progressDetail: { current, total },
});

function follow(messages: readonly Parameters<PushProgress["read"]>[0][]) {
  const events: PushEvent[] = [];
  const progress = new PushProgress((event) => events.push(event));
  for (const message of messages) progress.read(message);
  const layers = events.filter((event) => event.type === "layer");
  return { progress, layers, texts: events.filter((event) => event.type === "output") };
}

describe("the progress of a push", () => {
  it("tells where each layer is, and how much of all is sent", () => {
    const { layers, texts } = follow([
      { status: "The push refers to repository [registry.example/team/weather]" },
      { id: "aaa", status: "Preparing" },
      { id: "bbb", status: "Preparing" },
      pushing("aaa", 100, 400),
      { id: "bbb", status: "Layer already exists" },
      pushing("aaa", 410, 400),
      { id: "aaa", status: "Pushed" },
    ]);
    assert.deepEqual(
      layers.map(({ layer, state, done }) => `${layer} ${state} ${Math.round(done * 100)}`),
      [
        "aaa waiting 0",
        "bbb waiting 0",
        "aaa pushing 25",
        "bbb present 25",
        "aaa pushing 100",
        "aaa pushed 100",
      ],
    );
    assert.deepEqual(
      texts.map((event) => event.text),
      ["The push refers to repository [registry.example/team/weather]"],
    );
  });

  it("takes the digest from the engine's last words, in either way engines say it", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    assert.equal(follow([{ aux: { Digest: digest } }]).progress.digest, digest);
    assert.equal(follow([{ status: `1: digest: ${digest} size: 12` }]).progress.digest, digest);
  });

  it("keeps the failure that comes inside of the stream", () => {
    const { progress } = follow([{ error: "denied", errorDetail: { message: "denied: really" } }]);
    assert.equal(progress.failure, "denied: really");
  });
});

describe("explaining a push that failed", () => {
  it("says of a bare name that it belongs to Docker Hub", () => {
    const said = "denied: requested access to the resource is denied";
    const error = explainPush("weather:1", said, undefined);
    assert.equal(error.code, "push-denied");
    assert.match(
      textOf(error),
      /means docker\.io\/library\/weather:1\. Nobody is logged in at Docker Hub here: run `docker login`/,
    );
  });

  it("tells a registry without a certificate from one that is out of reach", () => {
    const said = 'Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client';
    const error = explainPush("10.0.0.5:5000/weather:1", said, undefined);
    assert.equal(error.code, "registry-plain");
    assert.match(textOf(error), /insecure-registries/);
  });

  it("does not send to docker login whom a firewall denies the way", () => {
    const said = 'Get "https://registry.example/v2/": dial tcp 10.0.0.5:443: connect: permission denied';
    assert.equal(explainPush("registry.example/weather:1", said, undefined).code, "registry-unreachable");
  });
});
