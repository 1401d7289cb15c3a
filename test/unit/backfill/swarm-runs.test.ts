import assert from "node:assert/strict";
import { runName } from "../../../backfill/run-key.ts";
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
};
const options = () => ({ signal: AbortSignal.timeout(5_000), givesUpLost: false, onLost: () => undefined });

/** A swarm whose one service runs until it is stopped. */
class FakeSwarm implements Partial<Swarm> {
  names: string[] = [];
  isStopped = false;
  stops = 0;
  /** So many questions to stop are not heard. */
  away = 0;
  node: SwarmNode = { id: "n", name: "node1", state: "ready", isActive: true, memory: 100, cpus: 2 };
  /** What it gives when it is asked for the log, the last one for ever; undefined where it takes too long. */
  logs: (string | undefined)[] = ["what it wrote"];
  logsAsked = 0;
  readonly notes: string[] = [];

  nodes(): Promise<readonly SwarmNode[]> {
    return Promise.resolve([this.node]);
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
    this.logsAsked += 1;
    const log = this.logs.length > 1 ? this.logs.shift() : this.logs[0];
    if (log !== undefined) return Promise.resolve(log);
    return Promise.reject(new EngineError({ code: "aborted", doing: "read the log" }));
  }
  runs(): SwarmRuns {
    // SAFETY: nothing else of a swarm is asked here.
    return new SwarmRuns(this as unknown as Swarm, { ...settings, onNote: (note) => this.notes.push(note) });
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

describe("the log of a run on a swarm", () => {
  async function startedOn(swarm: FakeSwarm): Promise<SwarmRuns> {
    await swarm.createService({ name: runName(run.key, run.attempt) });
    return swarm.runs();
  }

  it("is asked for again where it was too slow", async () => {
    const swarm = new FakeSwarm();
    swarm.logs = [undefined, "what it wrote"];
    assert.equal(await (await startedOn(swarm)).log(run), "what it wrote");
    assert.deepEqual(swarm.notes, []);
  });

  it("is asked for once where its node is away, and it is told that it is not had", async () => {
    const swarm = new FakeSwarm();
    swarm.logs = [undefined];
    swarm.node = { ...swarm.node, state: "down" };
    assert.equal(await (await startedOn(swarm)).log(run), undefined);
    assert.equal(swarm.logsAsked, 1);
    assert.match(swarm.notes.join(), /log of 2022-01-01/);
  });

  for (const [now, wanted] of [
    ["begins, and ends", "begins, and ends"],
    ["", "begins"],
  ] as const)
    it(`is "${wanted}" where it was "begins" at the stop, and is "${now}" now`, async () => {
      const swarm = new FakeSwarm();
      swarm.logs = ["begins", now];
      const runs = await startedOn(swarm);
      await runs.stop(run);
      assert.equal(await runs.log(run), wanted);
    });
});
