/** The user's own `kubectl`, which brings their logins: the cluster and the namespace are those of its current context. */
import { spawn } from "node:child_process";
import { KubernetesError, kubectlFailure } from "./kubernetes-error.ts";

/** Runs kubectl with these words, and `input` on its standard input; gives what it has written. Rejects with a `KubernetesError`. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

/** A call that takes longer is given up: a network that swallows everything would hold it for ever. */
const requestTimeout = "--request-timeout=60s";

export function kubectlOf(env: Readonly<Record<string, string | undefined>>, program = "kubectl"): Kubectl {
  return (args, input = "") =>
    new Promise((resolve, reject) => {
      // In a group of its own: Ctrl-C is ours, and ends no call halfway.
      const child = spawn(program, [requestTimeout, ...args], { env, stdio: "pipe", detached: true });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.stdin.on("error", () => undefined); // it has ended before it read all; its exit says why
      child.stdin.end(input);
      child.once("error", (cause) => {
        const isMissing = "code" in cause && cause.code === "ENOENT";
        reject(isMissing ? new KubernetesError({ code: "no-kubectl", program }, { cause }) : cause);
      });
      child.once("close", (code) => {
        if (code === 0) resolve(stdout);
        else reject(kubectlFailure(stderr));
      });
    });
}
