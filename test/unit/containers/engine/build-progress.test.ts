import assert from "node:assert/strict";
import { textOf } from "../../../../app/failures/describe-failure.ts";
import { BuildProgress } from "../../../../containers/engine/build-progress.ts";
import type { BuildEvent } from "../../../../containers/engine/engine.ts";
import { progressOf } from "../../../../containers/engine/json-lines.ts";

type Message = Readonly<Record<string, unknown>>;

async function read(messages: readonly Message[]) {
  const events: BuildEvent[] = [];
  const progress = new BuildProgress((event) => events.push(event));
  const text = messages.map((message) => `${JSON.stringify(message)}\r\n`).join("");
  for await (const message of progressOf(chunks(Buffer.from(text), 7))) progress.read(message);
  progress.end();
  return { events, failure: progress.failure, imageId: progress.imageId };
}

/** Cuts the bytes small, as a network may. */
async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const stream = (text: string): Message => ({ stream: text });
const failure = (message: string): Message => ({ errorDetail: { message }, error: message });

describe("the progress of a build", () => {
  it("tells steps, whether they are cached, and their output, however the stream is cut", async () => {
    const { events, imageId } = await read([
      stream("Step 1/3 : FROM node:24"),
      stream("\n"),
      stream(" ---> 0123456789ab\n"),
      stream("Step 2/3 : RUN apt-get update\n"),
      stream(" ---> Using cache\n"),
      stream(" ---> 123456789abc\n"),
      stream("Step 3/3 : RUN echo ž\n"),
      stream(" ---> Running in 23456789abcd\n"),
      stream("ž one\nž t"),
      stream("wo\n"),
      stream("Removing intermediate container 23456789abcd\n"),
      { aux: { ID: "sha256:abc" } },
      stream("Successfully built 3456789abcde\n"),
    ]);
    assert.deepEqual(events, [
      { type: "step", step: 1, of: 3, instruction: "FROM node:24", cached: false },
      { type: "step", step: 2, of: 3, instruction: "RUN apt-get update", cached: true },
      { type: "step", step: 3, of: 3, instruction: "RUN echo ž", cached: false },
      { type: "output", text: "ž one" },
      { type: "output", text: "ž two" },
    ]);
    assert.equal(imageId, "sha256:abc");
  });

  it("reads Podman's words too", async () => {
    const { events, imageId } = await read([
      stream("STEP 1/2: FROM node:24\n"),
      stream("STEP 2/2: RUN true\n"),
      stream("--> Using cache 0123456789ab\n"),
      stream("COMMIT pipenb\n"),
      stream("Successfully built 0123456789ab\n"),
    ]);
    assert.deepEqual(
      events.map((event) => event.type === "step" && event.cached),
      [false, true],
    );
    assert.equal(imageId, "0123456789ab");
  });

  it("quotes the failing step with its last lines, without colours", async () => {
    const escape = String.fromCharCode(27);
    const { failure: error } = await read([
      stream("Step 4/9 : RUN npm ci\n"),
      stream(`${escape}[91mnpm error code ETARGET${escape}[0m\n`),
      failure("The command '/bin/sh -c npm ci' returned a non-zero code: 1"),
    ]);
    assert.equal(error?.code, "build-failed");
    assert.equal(
      textOf(error),
      "Step 4/9 of the image's build failed: RUN npm ci\nIt ended with exit code 1.\nThe last it said:\n  npm error code ETARGET\n" +
        "Check the names and versions under `image.npm` in the front matter.",
    );
  });

  it("keeps the lines of the failing step alone", async () => {
    const { failure: error } = await read([
      stream("Step 1/2 : RUN one\nfrom one\n"),
      stream("Step 2/2 : RUN two\nfrom two\n"),
      failure("The command '/bin/sh -c two' returned a non-zero code: 2"),
    ]);
    assert.doesNotMatch(textOf(error), /from one/);
  });

  it("quotes twenty lines of a step that said many", async () => {
    const said = Array.from({ length: 5_000 }, (_, index) => `line ${index}\n`).join("");
    const { failure: error } = await read([
      stream("Step 1/1 : RUN many\n"),
      stream(said),
      failure("The command '/bin/sh -c many' returned a non-zero code: 2"),
    ]);
    assert.equal(textOf(error).match(/line \d+/g)?.length, 20);
    assert.match(textOf(error), /line 4999/);
  });

  for (const [words, code, remedy] of [
    [
      "pull access denied for x, repository does not exist or may require 'docker login'",
      "pull-denied",
      /docker login/,
    ],
    ['Get "https://registry/v2/": dial tcp: lookup registry: no such host', "registry-unreachable", /proxy/],
    ["write /x: no space left on device", "no-space", /docker system prune/],
    ["toomanyrequests: You have reached your pull rate limit", "pull-limited", /limits/],
  ] as const) {
    it(`knows the way out of "${words.slice(0, 30)}…"`, async () => {
      const { failure: error } = await read([stream("Step 1/2 : FROM x\n"), failure(words)]);
      assert.equal(error?.code, code);
      assert.match(textOf(error), remedy);
      assert.ok(textOf(error).includes(words));
    });
  }

  for (const [words, remedy] of [
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", /PIPENB_CA_BUNDLE/],
    ["npm error code CERT_HAS_EXPIRED", /another name or another day/],
    ["E: Unable to locate package jqq", /image\.apt/],
    ["npm error request failed, reason: getaddrinfo EAI_AGAIN registry", /HTTPS_PROXY/],
  ] as const) {
    it(`gives a hint when a step says "${words}"`, async () => {
      const { failure: error } = await read([
        stream(`Step 1/2 : RUN x\n${words}\n`),
        failure("The command '/bin/sh -c x' returned a non-zero code: 100"),
      ]);
      assert.equal(error?.code, "build-failed");
      assert.match(textOf(error), remedy);
    });
  }

  it("fails at the first request of npm's that a certificate stops, and shows none of its requests", async () => {
    const { failure: error, events } = await read([
      stream("Step 4/9 : RUN npm ci\n"),
      stream("npm http fetch GET 200 https://registry.example/ms 12ms (cache miss)\n"),
      stream("npm http fetch GET https://registry.example/a attempt 1 failed with ECONNRESET\n"),
    ]);
    assert.equal(error, undefined);
    assert.deepEqual(
      events.filter(({ type }) => type === "output"),
      [],
    );
    const { failure: refused } = await read([
      stream("Step 4/9 : RUN npm ci\n"),
      stream(
        "npm http fetch GET https://registry.example/a attempt 1 failed with SELF_SIGNED_CERT_IN_CHAIN\n",
      ),
    ]);
    assert.match(
      textOf(refused),
      /^Step 4\/9 .*: RUN npm ci\nGET https:\S+ failed with SELF_SIGNED_CERT_IN_CHAIN\nA proxy .*PIPENB_CA_BUNDLE/,
    );
  });

  it("passes over lines that are no messages", async () => {
    const events: BuildEvent[] = [];
    const progress = new BuildProgress((event) => events.push(event));
    for await (const message of progressOf(chunks(Buffer.from('nonsense\n{"stream":"a\\n"}\n[1]\n'), 3)))
      progress.read(message);
    assert.deepEqual(events, [{ type: "output", text: "a" }]);
  });
});
