import assert from "node:assert/strict";
import type { FlowRuns, SeenFlowRun } from "../../../../backfill/prefect/flow-runs.ts";
import { PrefectError } from "../../../../backfill/prefect/prefect-error.ts";
import { PrefectRuns } from "../../../../backfill/prefect/prefect-runs.ts";
import { endOf } from "../../../../backfill/prefect/run-end.ts";
import { hear, isSilent, silentMilliseconds } from "../../../../backfill/prefect/silence.ts";
import { aliveLabel } from "../../../../pipeline/runner/prefect/flow-run-words.ts";

const run = { unit: "2022-01-01", key: "0".repeat(64), attempt: 1 };

describe("the end of a flow run", () => {
  for (const [type, message, code] of [
    ["COMPLETED", "2022-01-01: 1 output.", 0],
    ["FAILED", "Exit code 75: cell work: not now", 75],
    ["FAILED", "Exit code 124.", 124],
    ["FAILED", "Somebody has said so", 1],
    ["CRASHED", "Exit code 143.", 143],
    ["CRASHED", "Flow run infrastructure exited with non-zero status code 137.", 137],
    ["CANCELLED", "Exit code 1: cell work: broken off", 143],
  ] as const)
    it(`of state ${type} with "${message}" is ${code}`, () => {
      assert.deepEqual(endOf({ type, message }), { kind: "exit", code });
    });

  it("is not there while it waits, runs or is to be cancelled", () => {
    for (const type of ["SCHEDULED", "PENDING", "RUNNING", "CANCELLING", "PAUSED"])
      assert.equal(endOf({ type }), undefined);
    assert.equal(endOf(null), undefined);
  });
});

describe("a run that is not heard of", () => {
  it("is silent after a while of the same sign, and not where the server was away meanwhile", () => {
    const first = hear(undefined, "a", 0);
    assert.equal(isSilent(hear(first, "a", silentMilliseconds - 1), silentMilliseconds - 1), false);
    assert.equal(isSilent(hear(first, "a", silentMilliseconds), silentMilliseconds), true);
    assert.equal(isSilent(hear(first, "b", silentMilliseconds), silentMilliseconds), false);
    assert.equal(isSilent(hear(undefined, "a", silentMilliseconds), silentMilliseconds), false);
  });
});

describe("runs on Prefect", () => {
  type Look = SeenFlowRun["state"] | "away" | "deleted";

  /** A server on which the run is in these states, one look after the other; the last one stays. */
  function prefect(looks: readonly Look[], sign: (look: number) => number = () => 0) {
    let looked = 0;
    const asked: string[] = [];
    const seen = (): SeenFlowRun | undefined => {
      const look = looks[Math.min(looked, looks.length - 1)];
      looked += 1;
      if (look === "away") throw new PrefectError({ code: "no-answer", url: "", said: "" });
      if (look === "deleted" || look === undefined) return undefined;
      return { id: "a", tags: [], labels: { [aliveLabel]: sign(looked) }, state: look };
    };
    const flowRuns = {
      create: () => Promise.resolve().then(() => seen()),
      look: () => Promise.resolve().then(() => new Map([["a", seen()]])),
      cancel: (_: SeenFlowRun, isLost = false) => {
        asked.push(isLost ? "gives up" : "cancels");
        return Promise.resolve();
      },
    };
    const notes: string[] = [];
    let now = 0;
    const engine = new PrefectRuns(
      // SAFETY: what is asked for here is there.
      () => flowRuns as unknown as FlowRuns,
      { onNote: (note) => notes.push(note), now: () => (now += 50_000), lookMilliseconds: 1 },
    );
    return { engine, asked, notes };
  }
  const options = { signal: new AbortController().signal, givesUpLost: false, onLost: () => undefined };
  const running = { type: "RUNNING", name: "Running" };
  const completed = { type: "COMPLETED", name: "Completed" };
  const done = { kind: "exit", code: 0, interrupted: false };

  it("go on over a server that is away", async () => {
    const { engine } = prefect([running, "away", running, completed]);
    assert.deepEqual(await engine.run(run, options), done);
  });

  it("are gone where somebody has deleted them", async () => {
    const { engine } = prefect([running, "deleted"]);
    assert.deepEqual(await engine.run(run, options), { kind: "gone" });
  });

  it("are lost once they are not heard of, and their end counts all the same", async () => {
    const { engine, notes } = prefect([running, running, running, running, completed]);
    let lost = 0;
    const end = await engine.run(run, { ...options, onLost: () => (lost += 1) });
    assert.deepEqual([end, lost], [done, 1]);
    assert.match(notes.join(), /2022-01-01 is lost: .*--release/);
  });

  it("are not lost while their container tells that it is there, nor while they wait for a worker", async () => {
    const onLost = (): void => assert.fail("it is not lost");
    const alive = prefect([running, running, running, running, completed], (look) => look);
    assert.deepEqual(await alive.engine.run(run, { ...options, onLost }), done);
    const late = { type: "SCHEDULED", name: "Late" };
    const waiting = prefect([late, late, late, late, completed]);
    assert.deepEqual(await waiting.engine.run(run, { ...options, onLost }), done);
    assert.equal(waiting.notes.length, 1);
    assert.match(waiting.notes[0] ?? "", /no worker takes it/);
  });

  it("are given up where that was asked for", async () => {
    const { engine, asked } = prefect([running]);
    assert.deepEqual(await engine.run(run, { ...options, givesUpLost: true }), { kind: "given-up" });
    assert.deepEqual(asked, ["gives up"]);
  });

  it("stop as soon as they are there", async () => {
    const { engine, asked } = prefect([running, { type: "CANCELLED", name: "Cancelled" }]);
    await engine.stop(run);
    assert.deepEqual(await engine.run(run, options), { kind: "exit", code: 143, interrupted: true });
    assert.deepEqual(asked, ["cancels"]);
  });
});
