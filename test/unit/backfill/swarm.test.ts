import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fitsSomewhere, sightOf } from "../../../backfill/swarm/sight.ts";
import { swarmFiles } from "../../../backfill/swarm/swarm-files.ts";
import { oneTaskService } from "../../../containers/engine/one-task-service.ts";
import type { SwarmNode, SwarmTask } from "../../../containers/engine/swarm.ts";

const service = { id: "s", name: "run", labels: {}, replicas: 1 };
const node: SwarmNode = { id: "n", name: "node1", state: "ready", isActive: true, memory: 100, cpus: 2 };
const task: SwarmTask = {
  service: "s",
  state: "running",
  desired: "running",
  said: "",
  exitCode: undefined,
  node: "n",
};

describe("a task of a swarm", () => {
  const cases: readonly (readonly [string, Partial<SwarmTask>, Partial<SwarmNode>, unknown])[] = [
    ["runs", {}, {}, { kind: "going" }],
    ["is done", { state: "complete", exitCode: 0 }, {}, { kind: "exit", code: 0 }],
    ["fails", { state: "failed", exitCode: 42 }, {}, { kind: "exit", code: 42 }],
    [
      "was never started",
      { state: "failed", said: "no" },
      {},
      { kind: "rejected", said: "no", node: "node1" },
    ],
    [
      "has no image",
      { state: "rejected", said: "No such image" },
      {},
      { kind: "rejected", said: "No such image", node: "node1" },
    ],
    ["is stopped", { state: "shutdown", exitCode: 143 }, {}, { kind: "exit", code: 143 }],
    ["is stopped before its start", { state: "shutdown" }, {}, { kind: "exit", code: 143 }],
    ["waits", { state: "pending", said: "no room" }, {}, { kind: "waiting", said: "no room" }],
    ["is lost", { desired: "shutdown" }, { state: "down" }, { kind: "lost", node: "node1" }],
    ["is lost for a day", { state: "orphaned" }, { state: "down" }, { kind: "lost", node: "node1" }],
    ["was on a node that is gone", { state: "orphaned", node: "other" }, {}, { kind: "gone" }],
    ["ends after its node was asked to", { desired: "shutdown" }, {}, { kind: "going" }],
  ];
  for (const [name, ofTask, ofNode, wanted] of cases)
    it(name, () => {
      assert.deepEqual(sightOf(service, { ...task, ...ofTask }, [{ ...node, ...ofNode }]), wanted);
    });

  it("is not there yet, or not any more", () => {
    assert.deepEqual(sightOf(service, undefined, []), { kind: "going" });
    assert.deepEqual(sightOf({ ...service, replicas: 0 }, undefined, []), { kind: "exit", code: 143 });
  });

  it("fits on a node, or on none", () => {
    assert.equal(fitsSomewhere([node], { memory: 100 }), true);
    assert.equal(fitsSomewhere([node], { memory: 101 }), false);
    assert.equal(fitsSomewhere([node], { cpus: 4 }), false);
  });
});

describe("what is written for a swarm", () => {
  const mounts = [
    { kind: "bind", source: "/data/out", target: "/out", readOnly: false },
    { kind: "bind", source: "/s/token", target: "/run/secrets/token", readOnly: true },
  ] as const;

  it("is a service that is started once, with its limits reserved", () => {
    const made = oneTaskService({
      name: "run",
      image: "i",
      command: ["a"],
      environment: { A: "1" },
      labels: {},
      mounts: mounts.slice(0, 1),
      secrets: [{ id: "1", name: "x", file: "token" }],
      user: "1000:100",
      memory: 5,
      cpus: 0.5,
      restricted: true,
      init: true,
      graceSeconds: 10,
    });
    assert.deepEqual(made.Mode, { Replicated: { Replicas: 1 } });
    assert.deepEqual(made.TaskTemplate?.RestartPolicy, { Condition: "none" });
    const limits = { MemoryBytes: 5, NanoCPUs: 5e8 };
    assert.deepEqual(made.TaskTemplate.Resources, { Limits: limits, Reservations: limits });
    assert.match(JSON.stringify(made), /"Name":"token","UID":"1000","GID":"100","Mode":256/);
  });

  it("is a script that a shell reads", () => {
    const text = swarmFiles({
      image: "r.example/a@sha256:1",
      argsOf: (unit) => ["--day", unit, "--note", "it's"],
      mounts,
      user: undefined,
      limits: { memory: 1024 ** 3 },
      units: ["2022-01-01", "2022-01-02"],
      parallel: 3,
      retries: 2,
    }).get("backfill.sh");
    assert.ok(text !== undefined);
    assert.equal(spawnSync("bash", ["-n"], { input: text }).status, 0);
    assert.match(text, /--restart-condition none/);
    assert.match(text, /--secret token/);
    assert.match(text, /docker secret create token \/s\/token/);
    assert.match(text, /"\$1"/);
  });
});
