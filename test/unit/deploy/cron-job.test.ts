import assert from "node:assert/strict";
import { cronJobManifest, secretNameOf, startingDeadline } from "../../../deploy/kubernetes/cron-job.ts";
import { cronWorkflowManifest } from "../../../deploy/kubernetes/cron-workflow.ts";
import { kubernetesFiles } from "../../../deploy/kubernetes/kubernetes-files.ts";
import { readObjects, runOf } from "../../../deploy/kubernetes/read-objects.ts";
import type { Deployment } from "../../../deploy/target.ts";

const schedule = { cron: "30 6 * * *", timezone: "Europe/Prague", unit: "previous-day" } as const;
const deployment: Deployment = {
  name: "weather",
  source: "weather.pipenb",
  title: "Weather",
  text: "",
  by: "ada@here",
  schedule,
  image: "sha256:1",
  reference: "registry.example.com/team/weather@sha256:2",
  parameters: [],
  unit: {
    parameter: { name: "day", type: { kind: "date" }, default: undefined, doc: "" },
    kind: "day",
    timezone: "Europe/Prague",
  },
  values: {},
  args: ["--limit", "3"],
  after: [],
  pool: undefined,
  network: undefined,
  retries: 2,
  timeout: 3_600,
  mounts: [],
  user: undefined,
  limits: { memory: 134_217_728, cpus: 0.5 },
};
const pod = {
  image: "registry.example.com/team/weather@sha256:2",
  imageId: "sha256:1",
  args: deployment.args,
  limits: deployment.limits,
  timeout: deployment.timeout,
  hasSecrets: true,
  volumes: [],
  barred: [],
};
const whole = { deployment, pod, secretName: "weather-1", queue: undefined };

describe("what Kubernetes is told of a schedule", () => {
  it("is a CronJob that runs one at a time, and whose pods know when they were due", () => {
    const text = JSON.stringify(cronJobManifest(whole));
    for (const part of [
      '"schedule":"30 6 * * *","timeZone":"Europe/Prague","concurrencyPolicy":"Forbid","startingDeadlineSeconds":86400',
      '"completions":1,"parallelism":1,"backoffLimitPerIndex":2',
      '"values":[75,128,130,143]',
      '["--due","auto","--limit","3"]',
      `{"name":"PIPENB_DUE","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['batch.kubernetes.io/job-name']"}}}`,
      '"activeDeadlineSeconds":4215',
      '{"secretName":"weather-1","defaultMode":288}',
      '"io.pipenb.deployed-by":"ada@here"',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.doesNotMatch(text, /suspend|kueue/);
  });

  it("lets a queue begin its runs", () => {
    const text = JSON.stringify(cronJobManifest({ ...whole, queue: "days" }));
    assert.match(text, /"kueue\.x-k8s\.io\/queue-name":"days"/);
    assert.match(text, /"spec":\{"suspend":true/);
  });

  it("lets a run begin until the next one is due, a day at most", () => {
    const deadline = (cron: string): number => startingDeadline({ ...schedule, cron });
    assert.equal(deadline("*/5 * * * *"), 300);
    assert.equal(deadline("0 * * * *"), 3_600);
    assert.equal(deadline("0 4 1 * *"), 86_400);
    assert.equal(deadline("0 6,18 * * 1-5"), 43_200);
    // Its day never comes.
    assert.equal(deadline("0 0 31 2 *"), 86_400);
  });

  it("has other secrets under another name", () => {
    const name = (content: string): string => secretNameOf("weather", [["token", Buffer.from(content)]]);
    assert.equal(name("a"), name("a"));
    assert.notEqual(name("a"), name("b"));
    assert.match(name("a"), /^weather-[0-9a-f]{10}$/);
  });

  it("is a CronWorkflow where Argo is", () => {
    const text = JSON.stringify(cronWorkflowManifest(whole));
    for (const part of [
      '"schedules":["30 6 * * *"],"timezone":"Europe/Prague"',
      '["--due","{{workflow.scheduledTime}}","--limit","3"]',
      String.raw`"expression":"lastRetry.exitCode in [\"75\", \"128\", \"130\", \"143\"]"`,
      '"activeDeadlineSeconds":4215',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
  });

  it("is text that a person would keep, without values of secrets", () => {
    const files = kubernetesFiles(whole, [{ name: "token", path: "/here/my secrets/token" }]);
    assert.deepEqual([...files.keys()], ["cronjob.yaml", "cron-workflow.yaml", "secret.yaml"]);
    assert.match(files.get("cronjob.yaml") ?? "", /^# Its secrets first: secret\.yaml says how\.$/m);
    assert.match(
      files.get("secret.yaml") ?? "",
      /create secret generic weather-secrets --from-file=token='\/here\/my secrets\/token'\n/,
    );
    assert.match(files.get("secret.yaml") ?? "", /stringData:\n {2}token: ""/);
    assert.equal(
      kubernetesFiles({ ...whole, pod: { ...pod, hasSecrets: false } }, []).has("secret.yaml"),
      false,
    );
  });
});

describe("what Kubernetes says of schedules", () => {
  const labels = { "io.pipenb.deployment": "weather" };
  const job = (name: string, status: object, annotations: object = {}) => ({
    kind: "Job",
    metadata: { name, uid: name, creationTimestamp: "2026-11-29T10:00:00Z", labels, annotations },
    spec: { template: { spec: { containers: [], volumes: [{ secret: { secretName: "weather-1" } }] } } },
    status,
  });
  const read = (...items: readonly object[]) => readObjects(JSON.stringify({ items }));

  it("is which image runs when, and whose it is", () => {
    const made = {
      ...cronJobManifest(whole),
      metadata: { ...(cronJobManifest(whole)["metadata"] as object), uid: "1" },
    };
    const [seen] = read(made).cronJobs;
    assert.equal(seen?.isOurs, true);
    assert.deepEqual(seen.registered, {
      name: "weather",
      source: "weather.pipenb",
      by: "ada@here",
      schedule,
      image: pod.image,
      isPaused: false,
    });
    const foreign = { ...made, metadata: { name: "weather", uid: "1" } };
    assert.equal(read(foreign).cronJobs[0]?.isOurs, false);
  });

  it("is which unit each run is for, and how it is", () => {
    const scheduled = { "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-11-29T00:30:00+01:00" };
    const { jobs } = read(
      job("a", { active: 1 }, scheduled),
      job("b", { conditions: [{ type: "Complete", status: "True" }] }),
      job("c", { conditions: [{ type: "Failed", status: "True" }] }),
      job("d", {}),
    );
    assert.deepEqual(
      jobs.map((each) => runOf(each, schedule)).map(({ unit, state }) => `${unit} ${state}`),
      ["2026-11-28 running", "2026-11-28 done", "2026-11-28 failed", "2026-11-28 waiting"],
    );
    assert.deepEqual(jobs[0]?.secrets, ["weather-1"]);
  });
});
