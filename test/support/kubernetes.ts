/** The real cluster that .ci/kubernetes.sh starts, for tests. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type Mocha from "mocha";
import { parse } from "yaml";
import { root, runProgram } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

export interface Cluster {
  /** By which `kubectl` is found, and finds the cluster. */
  readonly env: Readonly<Record<string, string>>;
  /** Gives what it has written; rejects where it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Kills the kubelet, which comes back after a second. */
  killKubelet(): void;
}

/** Lets the cluster know CronWorkflows, whose definition comes from Argo's own module; without Go the test is skipped, or failed in CI. */
export async function requireArgo(context: Mocha.Context, cluster: Cluster): Promise<void> {
  const { code, stdout, stderr } = await runProgram("bash", [join(root, ".ci/kubernetes/argo.sh")]);
  if (code !== 0) {
    assert.notEqual(process.env["CI"], "true", stderr);
    skipBecause(context, stderr.trim());
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-argo-"));
  const definition = join(folder, "definition.json");
  await writeFile(definition, JSON.stringify(mended(parse(await readFile(stdout.trim(), "utf8")))));
  await cluster.kubectl("apply", "--server-side", "-f", definition);
  await rm(folder, { recursive: true });
  const { env } = cluster;
  while ((await runProgram("kubectl", ["get", "cronworkflows.argoproj.io"], { env })).code !== 0)
    await pause(500);
}

/** Its schema leaves types out where it contains itself, and no API server takes that. */
function mended(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(mended);
  if (typeof node !== "object" || node === null) return node;
  const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const all = Object.entries(node).map(([key, value]) => [key, key === "inline" ? anything : mended(value)]);
  const made = Object.fromEntries(all) as Record<string, unknown>;
  return made["type"] === "array" && made["items"] === undefined ? { ...made, items: anything } : made;
}

/** Skips the suite where the cluster does not run, or fails it in CI. */
export async function requireCluster(context: Mocha.Context): Promise<Cluster> {
  const place = process.env["PIPENB_KUBERNETES"] ?? "/tmp/pipenb-kubernetes";
  const env = {
    PATH: [join(place, "bin"), process.env["PATH"] ?? ""].join(delimiter),
    KUBECONFIG: join(place, "kubeconfig"),
  };
  const ready =
    existsSync(env.KUBECONFIG) &&
    (await runProgram(join(place, "bin/kubectl"), ["get", "--raw", "/readyz"], { env })).code === 0;
  if (!ready) {
    assert.notEqual(process.env["CI"], "true", "CI must have a cluster: bash .ci/kubernetes.sh up");
    skipBecause(context, "no Kubernetes runs here (bash .ci/kubernetes.sh up starts one)");
  }
  return {
    env,
    async kubectl(...args) {
      const { code, stdout, stderr } = await runProgram(join(place, "bin/kubectl"), args, { env });
      assert.equal(code, 0, stderr);
      return stdout;
    },
    killKubelet() {
      process.kill(Number(readFileSync(join(place, "kubelet.pid"), "utf8")), "SIGKILL");
    },
  };
}
