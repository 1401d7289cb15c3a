import assert from "node:assert/strict";
import type { TaskSeen } from "../../../../backfill/airflow/airflow-api.ts";
import { runSights } from "../../../../backfill/airflow/run-sights.ts";

const sights = (
  state: string | null,
  tried: number,
  {
    most = 2,
    run = "running",
    ...told
  }: {
    readonly most?: number;
    readonly run?: string;
    readonly code?: number;
    readonly isStopped?: boolean;
  } = {},
): readonly string[] => {
  const task: TaskSeen = { dag_run_id: "r", state, try_number: tried, max_tries: most };
  const seen = { dag_run_id: "r", state: run, conf: null, partition_key: null, logical_date: null };
  const unit = { unit: "2022-02-05", key: "k", attempt: 3 };
  return runSights({
    ...{ unit, run: seen, task, retries: 2 },
    code: undefined,
    isStopped: false,
    ...told,
  }).map(({ attempt, state: is, code }) => `${attempt} ${is}${code === undefined ? "" : ` ${code}`}`);
};

describe("a run of Airflow", () => {
  it("is a unit's attempts, counted on from those before", () => {
    assert.deepEqual(sights(null, 0), []);
    assert.deepEqual(sights("queued", 1), []);
    assert.deepEqual(sights("running", 1), ["3 running"]);
    assert.deepEqual(sights("up_for_retry", 1), ["3 retrying"]);
    assert.deepEqual(sights("queued", 2), ["3 retrying"]);
    assert.deepEqual(sights("running", 2), ["3 retrying", "4 running"]);
    assert.deepEqual(sights("success", 2, { run: "success" }), ["3 retrying", "4 done 0"]);
    assert.deepEqual(sights("failed", 1, { run: "failed", code: 42 }), ["3 failed 42"]);
  });

  it("counts from its own first try where the same task was done before", () => {
    assert.deepEqual(sights(null, 2, { most: 4 }), []);
    assert.deepEqual(sights("running", 3, { most: 4 }), ["3 running"]);
    assert.deepEqual(sights("success", 4, { most: 4, run: "success" }), ["3 retrying", "4 done 0"]);
  });

  it("has stopped where somebody has asked for it, and is nothing where that was before it began", () => {
    assert.deepEqual(sights("failed", 1, { run: "failed", isStopped: true }), ["3 stopped"]);
    assert.deepEqual(sights("failed", 1, { run: "failed", code: 143 }), ["3 stopped 143"]);
    assert.deepEqual(sights("failed", 1, { run: "failed", code: 42, isStopped: true }), ["3 failed 42"]);
    assert.deepEqual(sights("skipped", 0, { run: "failed", isStopped: true }), []);
    assert.deepEqual(sights("skipped", 1, { run: "failed", isStopped: true }), ["3 stopped"]);
  });

  it("has not ended before the run has", () => {
    assert.deepEqual(sights("success", 1), ["3 running"]);
    assert.deepEqual(sights("failed", 2), ["3 retrying", "4 running"]);
  });
});
