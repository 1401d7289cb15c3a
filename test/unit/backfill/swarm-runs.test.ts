import assert from "node:assert/strict";
import { SwarmRuns } from "../../../backfill/swarm/swarm-runs.ts";
import { EngineError } from "../../../containers/engine/engine-error.ts";
import type { Swarm, SwarmNode, SwarmTask } from "../../../containers/engine/swarm.ts";

const run = { unit: "2022-01-01", key: "0123456789abcdef0123456789abcdef", attempt: 1 };
const settings = {
  image: "sha256:1",
  reference: undefined,
  mounts: [],
  user: undefined,
  limits: {},
  argsOf: () => [],
  journalId: "journal",
  onNote: () => undefined,
};
const node: SwarmNode = { id: "n", name: "node1", state: "ready", isActive: true, memory: 100, cpus: 2 };
const options = () => ({ signal: AbortSignal.timeout(5_000), givesUpLost: false, onLost: () => undefined });

/** A swarm whose one service runs until it is stopped. */
class FakeSwarm implements Partial<Swarm> {
  names: string[] = [];
  isStopped = false;
  stops = 0;
  /** So many questions to stop are not heard. */
  away = 0;

  nodes(): Promise<readonly SwarmNode[]> {
    return Promise.resolve([node]);
  }
  createService({ name }: { readonly name: string }): Promise<void> {
    this.names = [name];
    return Promise.resolve();
  }
  servicesNamed() {
    return Promise.resolve(
      this.names.map((name) => ({ id: "s", name, labels: {}, replicas: this.isStopped ? 0 : 1 })),
    );
  }
  tasks(): Promise<readonly SwarmTask[]> {
    const state = this.isStopped
      ? { state: "shutdown", desired: "shutdown", exitCode: 143 }
      : { state: "running", desired: "running", exitCode: undefined };
    return Promise.resolve([{ ...state, service: "s", said: "", node: "n" }]);
  }
  stopService(): Promise<void> {
    this.stops += 1;
    if (this.stops <= this.away)
      return Promise.reject(new EngineError({ code: "unreachable", doing: "stop", said: "down" }));
    this.isStopped = this.names.length > 0;
    return Promise.resolve();
  }
  serviceLogs(): Promise<string> {
    return Promise.resolve("what it wrote");
  }
  runs(): SwarmRuns {
    // SAFETY: nothing else of a swarm is asked here.
    return new SwarmRuns(this as unknown as Swarm, settings);
  }
}

describe("a run on a swarm that is to stop", () => {
  it("is asked again where the manager was away", async () => {
    const swarm = new FakeSwarm();
    swarm.away = 2;
    const runs = swarm.runs();
    const end = runs.run(run, options());
    while (swarm.names.length === 0) await new Promise(setImmediate);
    await runs.stop(run);
    assert.deepEqual(await end, { kind: "exit", code: 143, interrupted: false });
    assert.equal(swarm.stops, 3);
  });

  it("is asked again where its service had just been made", async () => {
    const swarm = new FakeSwarm();
    swarm.away = 2;
    const runs = swarm.runs();
    await runs.stop(run);
    assert.deepEqual(await runs.run(run, options()), { kind: "exit", code: 143, interrupted: false });
    assert.equal(swarm.stops, 3);
  });

  it("is asked once where that was heard", async () => {
    const swarm = new FakeSwarm();
    const runs = swarm.runs();
    const end = runs.run(run, options());
    while (swarm.names.length === 0) await new Promise(setImmediate);
    await runs.stop(run);
    await end;
    assert.equal(swarm.stops, 1);
  });
});
