import assert from "node:assert/strict";
import type { Batch } from "../../../../backfill/batch/batch-engine.ts";
import { readRecord, recordData } from "../../../../backfill/kubernetes/batch-record.ts";
import { jobManifest } from "../../../../backfill/kubernetes/job-manifest.ts";
import { kubernetesFiles } from "../../../../backfill/kubernetes/kubernetes-files.ts";
import { kubectlFailure } from "../../../../backfill/kubernetes/kubernetes-error.ts";
import { refusedPods, troubleOf } from "../../../../backfill/kubernetes/trouble.ts";
import { readJob } from "../../../../backfill/kubernetes/read-objects.ts";
import { parseVolume, placeMounts } from "../../../../backfill/kubernetes/volumes.ts";
import { runKey } from "../../../../backfill/run-key.ts";

const version = { image: "sha256:1", parameters: { limit: 3 } };
const batch: Batch = {
  name: "pipenb-1",
  version: "v",
  units: [
    { unit: "2022-01-01", key: runKey(version, "2022-01-01"), attempt: 1 },
    { unit: "2022-01-05", key: runKey(version, "2022-01-05"), attempt: 3 },
  ],
  parallel: 4,
  retries: 2,
  stopAfter: undefined,
};
const pod = {
  image: "registry.example.com/team/weather@sha256:2",
  imageId: "sha256:1",
  args: ["--limit", "3"],
  limits: { memory: 134_217_728, cpus: 0.5 },
  timeout: 3_600,
  hasSecrets: true,
  volumes: [{ source: "weather-data", isClaim: true, target: "/app/work/data/output", readOnly: false }],
  barred: [],
};

describe("what Kubernetes is told of a backfill", () => {
  it("is known by a command that comes later", () => {
    assert.deepEqual(readRecord(batch.name, recordData(batch, version)), batch);
    const same = { ...batch, stopAfter: 2, units: batch.units.map((each) => ({ ...each, attempt: 2 })) };
    assert.deepEqual(readRecord(batch.name, recordData(same, version)), same);
    assert.equal(readRecord("other", { units: "a\n", batch: "nothing" }), undefined);
  });

  it("is a Job that tries again what failed for now, and nothing else", () => {
    const text = JSON.stringify(jobManifest(batch, {}, pod));
    for (const part of [
      '"completions":2,"parallelism":2,"backoffLimitPerIndex":2,',
      '"maxFailedIndexes":2',
      '"operator":"NotIn","values":[75,128,130,143]',
      '["--units","@/run/pipenb/units","--index","auto","--limit","3"]',
      '"value":"1,3+$(JOB_FAILURES)+$(JOB_DISRUPTIONS)"',
      '{"memory":"134217728","cpu":"500m"}',
      '{"claimName":"weather-data"}',
      '"activeDeadlineSeconds":4215',
      '{"secretName":"pipenb-1","defaultMode":288}',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
  });

  it("is text that a person would keep", () => {
    const days = ["2022-01-01", "2022-01-02", "2022-01-03", "2022-01-07"];
    const settings = { parallel: 4, retries: 2, stopAfter: undefined };
    const secretFiles = [{ name: "token", path: "/here/secrets/token" }];
    const text = kubernetesFiles(days, settings, { pod, secretFiles }).get("job.yaml") ?? "";
    assert.match(text, /^# Runs each unit once: kubectl create -f job\.yaml$/m);
    assert.match(text, /create secret generic weather-backfill --from-file=token=\/here\/secrets\/token$/m);
    assert.match(text, /"2022-01-01\.\.2022-01-03,2022-01-07"/);
  });

  it("has volumes where the notebook has folders", () => {
    const parsed = parseVolume("weather-data:data/output/");
    assert.deepEqual(parsed, { kind: "volume", volume: pod.volumes[0] });
    assert.equal(parseVolume("/nfs/weather:/data:ro").kind, "volume");
    for (const wrong of ["weather", "Weather:/data", "/a/../b:/data"])
      assert.equal(parseVolume(wrong).kind, "wrong", wrong);
    const mount = (target: string) =>
      ({ kind: "bind", source: `/here${target}`, target, readOnly: false }) as const;
    const placed = placeMounts([mount("/run/secrets/token"), mount("/app/work/data/output")], []);
    assert.deepEqual(placed.secrets, [{ name: "token", path: "/here/run/secrets/token" }]);
    assert.deepEqual(placed.barred, ["/app/work/data/output"]);
    assert.deepEqual(placeMounts([mount("/app/work/data/output/a")], pod.volumes).barred, []);
    assert.throws(() => placeMounts([mount("/data")], pod.volumes), { code: "no-folder" });
  });
});

describe("what keeps a Job from getting on", () => {
  const waiting = (reason: string) =>
    troubleOf(undefined, [{ ...podSeen, waiting: { reason, message: "no luck" } }], []);
  const podSeen = {
    name: "pod",
    index: 0,
    failures: 0,
    disruptions: 0,
    phase: "pending",
    exitCode: undefined,
    isDisrupted: false,
    goneBy: undefined,
    node: "",
  } as const;
  const ended = (reason: string) =>
    troubleOf(
      readJob({
        metadata: { name: "job", uid: "1" },
        spec: {},
        status: { conditions: [{ type: "Failed", status: "True", reason, message: "no luck" }] },
      }),
      [],
      [],
    );

  it("is told, and given up where waiting does not mend it", () => {
    assert.equal(waiting("ContainerCreating"), undefined);
    assert.match(waiting("ImagePullBackOff")?.sentence ?? "", /cannot pull the image: no luck/);
    assert.equal(waiting("CreateContainerConfigError")?.isHopeless, true);
    assert.equal(waiting("Unschedulable")?.isHopeless, false);
    assert.match(troubleOf(undefined, [], ["node-2"])?.sentence ?? "", /kubectl delete node node-2/);
    assert.equal(refusedPods("exceeded quota").isHopeless, false);
    assert.equal(refusedPods('pods "a" is forbidden: violates PodSecurity').isHopeless, true);
  });

  it("is told of a Job that was broken off", () => {
    assert.equal(ended("FailedIndexes"), undefined);
    assert.match(ended("MaxFailedIndexesExceeded")?.sentence ?? "", /--stop-after/);
    assert.match(ended("PodFailurePolicy")?.sentence ?? "", /arguments are wrong/);
    assert.match(ended("DeadlineExceeded")?.sentence ?? "", /DeadlineExceeded/);
  });

  it("is read from what kubectl says", () => {
    const codes = [
      'Error from server (AlreadyExists): jobs.batch "a" already exists',
      'Error from server (NotFound): jobs.batch "a" not found',
      'Error from server (Forbidden): jobs.batch is forbidden: User "x" cannot create resource',
      "E1129 memcache.go:265] noise\nThe connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
      'The Job "a" is invalid: spec.completions: Invalid value',
    ].map((said) => kubectlFailure(said).code);
    assert.deepEqual(codes, ["exists", "not-found", "denied", "unreachable", "refused"]);
  });
});
