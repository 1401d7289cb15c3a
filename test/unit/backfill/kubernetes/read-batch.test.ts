import assert from "node:assert/strict";
import type { Batch, Sight } from "../../../../backfill/batch/batch-engine.ts";
import { readBatch } from "../../../../backfill/kubernetes/read-batch.ts";
import { readJob, readPods, type PodSeen } from "../../../../backfill/kubernetes/read-objects.ts";

const units = ["a", "b", "c"];
const batch: Batch = {
  name: "pipenb-1",
  version: "v",
  units: units.map((unit) => ({ unit, key: unit, attempt: 1 })),
  parallel: 2,
  retries: 2,
  stopAfter: undefined,
};

const job = (status: object = {}, suspend = false) =>
  readJob({ metadata: { name: "pipenb-1", uid: "1" }, spec: { suspend }, status });

const pod = (index: number, given: Partial<PodSeen>): PodSeen => ({
  name: `pod-${index}`,
  index,
  failures: 0,
  disruptions: 0,
  phase: "running",
  exitCode: undefined,
  isDisrupted: false,
  goneBy: undefined,
  node: "node-1",
  waiting: undefined,
  ...given,
});

const read = (
  given: { readonly job?: ReturnType<typeof job>; readonly pods?: readonly PodSeen[] },
  before: readonly Sight[] = [],
) =>
  readBatch(
    batch,
    { job: given.job, pods: given.pods ?? [], now: 1_000_000 },
    new Map(before.map((sight) => [sight.unit, sight])),
  );

describe("what a Job says of the units of a backfill", () => {
  it("is which run, are done, and are tried again", () => {
    const { sights, isOver } = read({
      job: job({ completedIndexes: "0" }),
      pods: [
        pod(1, { phase: "failed", exitCode: 75 }),
        pod(1, { failures: 1 }),
        pod(2, { phase: "pending", waiting: { reason: "ContainerCreating", message: "" } }),
      ],
    });
    assert.deepEqual(sights, [
      { unit: "a", attempt: 1, state: "done", code: 0 },
      { unit: "b", attempt: 1, state: "retrying", code: 75 },
      { unit: "b", attempt: 2, state: "running" },
    ]);
    assert.equal(isOver, false);
  });

  it("counts the attempt that has succeeded although its pod is not told of any more", () => {
    const failed = [pod(0, { phase: "failed", exitCode: 75 })];
    const ended = job({ completedIndexes: "0-2", conditions: [{ type: "Complete", status: "True" }] });
    const seen: Sight = { unit: "b", attempt: 3, state: "running" };
    const { sights, isOver } = read({ job: ended, pods: failed }, [seen]);
    assert.deepEqual(
      sights.filter(({ state }) => state === "done").map(({ unit, attempt }) => `${unit}${attempt}`),
      ["a2", "b3", "c1"],
    );
    assert.equal(isOver, true);
  });

  it("tells failures for good from those for now, and both from a node's", () => {
    const states = read({
      job: job({ failedIndexes: "0" }),
      pods: [
        pod(0, { phase: "failed", exitCode: 75, failures: 2 }),
        pod(1, { phase: "failed", exitCode: 42 }),
        pod(2, { phase: "failed", exitCode: 143, isDisrupted: true }),
      ],
    }).sights.map(({ state }) => state);
    assert.deepEqual(states, ["failed", "failed", "retrying"]);
  });

  it("is tried again where its image never came", () => {
    const { sights } = read({ job: job(), pods: [pod(0, { phase: "failed" })] });
    assert.deepEqual(sights, [{ unit: "a", attempt: 1, state: "retrying", code: undefined }]);
  });

  it("is stopped for what ran when the Job was suspended, also where the pods are gone", () => {
    const before: Sight = { unit: "a", attempt: 1, state: "running" };
    const stopped = job({}, true);
    const pods = [pod(1, { phase: "failed", exitCode: 143 })];
    const { sights, isOver } = read({ job: stopped, pods }, [before]);
    assert.deepEqual(
      sights.map(({ unit, state }) => `${unit} ${state}`),
      ["a stopped", "b stopped"],
    );
    assert.equal(isOver, true);
    assert.deepEqual(read({ job: job() }, [before]).sights, [], "its replacement may be on its way");
  });

  it("is stopped too where it was killed because it did not end when it was asked to", () => {
    const killed = { phase: "failed", exitCode: 137 } as const;
    const states = read({
      job: job({}, true),
      pods: [pod(0, { ...killed, goneBy: 990_000 }), pod(1, killed)],
    }).sights.map(({ unit, state, code }) => `${unit} ${state} ${code}`);
    assert.deepEqual(states, ["a stopped 137", "b failed 137"], "b had no memory left");
  });

  it("is over without a Job once no pod runs", () => {
    assert.equal(read({ pods: [pod(0, {})] }).isOver, false);
    assert.deepEqual(read({ pods: [pod(0, { phase: "succeeded" })] }), {
      sights: [{ unit: "a", attempt: 1, state: "done", code: 0 }],
      isOver: true,
    });
  });

  it("is lost where its node should have said long ago that it has ended", () => {
    const [lost] = read({ job: job(), pods: [pod(0, { goneBy: 900_000 })] }).sights;
    assert.equal(lost?.state, "lost");
    const [ending] = read({ job: job(), pods: [pod(0, { goneBy: 990_000 })] }).sights;
    assert.equal(ending?.state, "running");
  });

  it("is read from what kubectl prints", () => {
    const [read] = readPods(
      JSON.stringify({
        items: [
          {
            metadata: {
              name: "pod-1",
              annotations: {
                "batch.kubernetes.io/job-completion-index": "7",
                "batch.kubernetes.io/job-index-failure-count": "1",
                "batch.kubernetes.io/job-index-ignored-failure-count": "2",
              },
            },
            spec: { nodeName: "node-1" },
            status: {
              phase: "Failed",
              conditions: [{ type: "DisruptionTarget", status: "True" }],
              containerStatuses: [{ name: "pipeline", state: { terminated: { exitCode: 137 } } }],
            },
          },
          { metadata: { name: "of somebody else" }, spec: {}, status: { phase: "Running" } },
        ],
      }),
    );
    const seen = { failures: 1, disruptions: 2, phase: "failed", exitCode: 137, isDisrupted: true } as const;
    assert.deepEqual(read, { ...pod(7, seen), name: "pod-1" });
  });
});
