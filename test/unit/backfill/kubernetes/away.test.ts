/** A backfill on a cluster whose API server or node is away, as `kubectl` would tell of it. */
import assert from "node:assert/strict";
import { BatchBackfill } from "../../../../backfill/batch/carry-out-batch.ts";
import type { UnitEntry } from "../../../../backfill/journal/entry.ts";
import type { Kubectl } from "../../../../backfill/kubernetes/kubectl.ts";
import { KubernetesBatches } from "../../../../backfill/kubernetes/kubernetes-batches.ts";
import { kubectlFailure } from "../../../../backfill/kubernetes/kubernetes-error.ts";
import { runKey, versionId } from "../../../../backfill/run-key.ts";

const version = { image: "sha256:1", parameters: {} };
const unit = "2022-01-01";

interface PodTold {
  readonly phase: string;
  /** Failures of the node's before it. */
  readonly disruptions?: number;
  /** Its node was asked to end it. */
  readonly deletionTimestamp?: string;
}

/** What the cluster says at each look; the last one stays. */
interface Look {
  readonly pods: readonly PodTold[];
  readonly isDone?: boolean;
}

const podJson = ({ phase, disruptions = 0, deletionTimestamp }: PodTold) => ({
  metadata: {
    name: `pod-${disruptions}`,
    annotations: {
      "batch.kubernetes.io/job-completion-index": "0",
      "batch.kubernetes.io/job-index-failure-count": "0",
      "batch.kubernetes.io/job-index-ignored-failure-count": String(disruptions),
    },
    deletionTimestamp,
  },
  spec: { nodeName: "node-2" },
  status: { phase, conditions: [], containerStatuses: [] },
});

/** Runs it to its end; `refusals` are what the first requests to make something come to. */
async function backfill(looks: readonly Look[], refusals: readonly string[] = []) {
  const left = [...looks];
  const refusing = [...refusals];
  let now = Date.parse("2026-11-29T10:00:00Z");
  const kubectl: Kubectl = (args) => {
    const [verb, kind] = args;
    const refusal = verb === "apply" || verb === "create" ? refusing.shift() : undefined;
    if (refusal !== undefined) return Promise.reject(kubectlFailure(refusal));
    if (verb !== "get") return Promise.resolve("");
    const [look] = left;
    if (kind === "pods") {
      if (left.length > 1) left.shift();
      return Promise.resolve(JSON.stringify({ items: look?.pods.map(podJson) ?? [] }));
    }
    if (kind !== "job") return Promise.resolve(JSON.stringify({ items: [] }));
    const conditions = look?.isDone === true ? [{ type: "Complete", status: "True" }] : [];
    const status = look?.isDone === true ? { conditions, completedIndexes: "0" } : { conditions };
    return Promise.resolve(JSON.stringify({ metadata: { name: "job", uid: "1" }, spec: {}, status }));
  };
  const written: UnitEntry[] = [];
  const told: string[] = [];
  const pod = { image: "r/weather@sha256:2", imageId: version.image, args: [], limits: {}, volumes: [] };
  const running = new BatchBackfill({
    settings: { version: versionId(version), parallel: 1, retries: 2, stopAfter: undefined },
    journal: {
      append(entry) {
        if ("unit" in entry) written.push(entry);
        return Promise.resolve();
      },
    },
    clock: {
      now: () => now,
      random: () => 0,
      after(milliseconds, callback) {
        now += milliseconds;
        const timer = setImmediate(callback);
        return () => {
          clearImmediate(timer);
        };
      },
    },
    keepLog: () => Promise.resolve(),
    onChange: () => undefined,
    known: new Map(),
    plan: () => [{ unit, key: runKey(version, unit), attempt: 1, begun: false }],
    engine: new KubernetesBatches(kubectl, {
      given: () => ({
        pod: { ...pod, timeout: undefined, hasSecrets: false, barred: [] },
        secretFiles: [],
      }),
      parameters: {},
      journalId: "journal",
      now: () => now,
    }),
    onTrouble: (sentence) => told.push(sentence),
    describe: (error) => (error instanceof Error ? error.message : String(error)),
  });
  const { error } = await running.run();
  return { error, told, states: written.map(({ state, attempt }) => `${state} ${attempt}`) };
}

describe("a backfill on a cluster that is away", () => {
  const long = "2026-11-29T09:00:00Z";
  const lost = { pods: [{ phase: "Running", deletionTimestamp: long }] };
  const isRunning = { pods: [{ phase: "Running" }] };
  const done = { pods: [{ phase: "Succeeded" }], isDone: true };
  const away =
    "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?";

  it("hands its list over once the API server is back", async () => {
    const { error, told, states } = await backfill([isRunning, done], [away, away]);
    assert.equal(error, undefined);
    assert.deepEqual(states, ["running 1", "done 1"]);
    assert.equal(told.length, 1, told.join());
    assert.match(told[0] ?? "", /unreachable.* It is tried again\.$/);
  });

  it("gives up at once what the API server does not want", async () => {
    const { error, states } = await backfill([done], ['The Job "a" is invalid: spec.completions']);
    assert.match(String(error), /refused/);
    assert.deepEqual(states, []);
  });

  it("waits for a node that does not answer, names it, and takes what its unit came to", async () => {
    const { error, told, states } = await backfill([isRunning, lost, lost, done]);
    assert.equal(error, undefined);
    assert.deepEqual(states, ["running 1", "lost 1", "done 1"]);
    assert.match(told.join(), /Node node-2 does not answer.*kubectl delete node node-2/);
  });

  it("begins its units anew once the node is deleted", async () => {
    const anew = { pods: [{ phase: "Running", disruptions: 1 }] };
    const end = { pods: [{ phase: "Succeeded", disruptions: 1 }], isDone: true };
    const { states } = await backfill([isRunning, lost, { pods: [] }, anew, end]);
    assert.deepEqual(states, ["running 1", "lost 1", "running 2", "done 2"]);
  });
});
