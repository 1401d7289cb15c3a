import assert from "node:assert/strict";
import { DaskClient } from "../../../../backfill/dask/dask-client.ts";
import { DaskError, type DaskFacts } from "../../../../backfill/dask/dask-error.ts";
import { DaskRuns } from "../../../../backfill/dask/dask-runs.ts";
import { runName } from "../../../../backfill/run-key.ts";
import { pipelineContainer } from "../../../../containers/images/pipeline-container.ts";
import { FakeDask } from "./fake-dask.ts";

const [one, other] = ["tcp://10.0.0.1:4001", "tcp://10.0.0.2:4002"];
const run = { unit: "2022-01-01", key: "0123456789abcdef0123456789abcdef", attempt: 1 };
const name = runName(run.key, run.attempt);
const container = pipelineContainer({
  ...{ image: "sha256:1", args: [], mounts: [], user: undefined, limits: {} },
  ...{ environment: {}, labels: {} },
});

const isError =
  (code: DaskFacts["code"], said = "") =>
  (error: unknown): boolean =>
    error instanceof DaskError &&
    error.facts.code === code &&
    (!("said" in error.facts) || error.facts.said.includes(said));

describe("what is asked of the engines of a Dask's machines", function () {
  this.timeout(60_000);
  let dask: FakeDask;
  let runs: DaskRuns;

  beforeEach(async () => {
    dask = await FakeDask.start([one, other]);
    runs = new DaskRuns(new DaskClient({ env: dask.env, runtime: dask.runtime }), {
      ...{ image: "sha256:1", container, journalId: "journal" },
      argsOf: () => [],
      onNote: () => undefined,
    });
  });
  afterEach(() => dask.end());

  it("is asked of each that has workers, whatever the scheduler says of itself", async () => {
    await dask.has([one]);
    await dask.holds(one, name, "what it wrote\n");
    assert.equal(await runs.log(run), "what it wrote\n");
    assert.deepEqual(await runs.sweep(() => undefined), ["2022-01-01"]);
    assert.deepEqual(await runs.stopAll(), ["2022-01-01"]);
    assert.equal(await dask.written(one, name), "what it wrote\nstopped\n");
    await runs.forget(run);
    assert.equal(await dask.written(one, name), undefined);
    assert.equal(await runs.log(run), undefined, "it is gone");
    assert.deepEqual(await runs.stopAll(), []);
  });

  it("is no question where there is none, but for what is left of an older backfill", async () => {
    await dask.has([]);
    await assert.rejects(runs.log(run), isError("no-worker"));
    await assert.rejects(runs.forget(run), isError("no-worker"));
    await assert.rejects(runs.stopAll(), isError("no-worker"));
    assert.deepEqual(await runs.sweep(() => undefined), []);
  });

  it("is heard of the others where one was just lost", async () => {
    await dask.loses([other]);
    await dask.holds(one, name, "what it wrote\n");
    assert.equal(await runs.log(run), "what it wrote\n");
    assert.deepEqual(await runs.stopAll(), ["2022-01-01"]);
    await runs.forget(run);
    assert.equal(await dask.written(one, name), undefined);
    await assert.rejects(runs.log(run), isError("refused", "is lost"), "the lost one may have it");
    await assert.rejects(runs.stopAll(), isError("refused", "is lost"));
    assert.deepEqual(await runs.sweep(() => undefined), []);
  });

  it("is refused where no engine answers, and not taken for a container that is gone", async () => {
    await dask.has([one]);
    await dask.fails(one);
    await assert.rejects(runs.log(run), isError("refused", "the engine is down"));
    await assert.rejects(runs.stopAll(), isError("refused", "the engine is down"));
    await assert.rejects(
      runs.sweep(() => undefined),
      isError("refused", "the engine is down"),
    );
  });

  describe("of one that has its container already", () => {
    const running = { at: "", unit: run.unit, state: "running", attempt: 1, version: "" } as const;
    const options = { signal: new AbortController().signal, givesUpLost: false, onLost: () => undefined };
    const exit = { kind: "exit", code: 0, interrupted: false };

    beforeEach(async () => {
      await dask.holds(one, name, "what it wrote\n");
      assert.deepEqual(await runs.sweep(() => running), []);
    });

    it("is to wait for it, and no other one begins it too", async () => {
      assert.deepEqual(await runs.run(run, options), exit);
      assert.equal(await dask.written(other, name), undefined);
    });

    it("is nothing any more once its machine has no worker: another one begins it", async () => {
      await dask.loses([one]);
      const ended = runs.run(run, options);
      await dask.waits();
      await dask.has([other]);
      assert.deepEqual(await ended, exit);
      assert.equal(await dask.written(other, name), "created\n");
    });
  });
});
