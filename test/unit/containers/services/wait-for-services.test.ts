import assert from "node:assert/strict";
import { EngineError } from "../../../../containers/engine/engine-error.ts";
import type { Engine } from "../../../../containers/engine/engine.ts";
import { HostError } from "../../../../containers/hosts/host-error.ts";
import { waitForServices } from "../../../../containers/services/wait-for-services.ts";

/** Why waiting fails for a service whose `ready` cannot be run; `states` are its container's, one for each look. */
async function failureOf(...states: readonly string[]): Promise<unknown> {
  const left = [...states];
  // SAFETY: waiting asks for nothing else.
  const engine = {
    container: () => Promise.resolve({ state: left.shift() }),
    exec: () =>
      Promise.reject(new EngineError({ code: "conflict", doing: "run a command", said: "is not running" })),
    logs: () => Promise.resolve("no disk here\n"),
  } as unknown as Engine;
  const service = { image: "postgres:17", ready: "pg_isready", environment: {}, ports: [], keep: [] };
  return waitForServices(engine, {
    services: [{ name: "db", service, containerId: "c", kept: undefined }],
    reaches: () => Promise.resolve(false),
    timeoutMilliseconds: 60_000,
    signal: undefined,
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("waiting for a service", () => {
  it("sees that it has ended between two questions", async () => {
    const failure = await failureOf("running", "exited");
    assert.ok(failure instanceof HostError, String(failure));
    assert.ok(failure.facts.code === "service", failure.facts.code);
    assert.equal(failure.facts.lateSeconds, undefined);
    assert.equal(failure.facts.log, "no disk here");
  });

  it("gives what the engine says while it runs", async () => {
    const failure = await failureOf("running", "running");
    assert.ok(failure instanceof EngineError && failure.code === "conflict", String(failure));
  });
});
