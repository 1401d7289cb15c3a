/** The real cluster that .ci/kubernetes.sh starts, for tests. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type Mocha from "mocha";
import { runProgram } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

export interface Cluster {
  /** By which `kubectl` is found, and finds the cluster. */
  readonly env: Readonly<Record<string, string>>;
  /** Gives what it has written; rejects where it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Kills the kubelet, which comes back after a second. */
  killKubelet(): void;
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
