/** The real Slurm of .ci/slurm.sh for tests: a controller and two nodes on this machine. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type Mocha from "mocha";
import { runProgram } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

const folder = process.env["PIPENB_SLURM"] ?? "/tmp/pipenb-slurm";

export interface Slurm {
  /** With which its programs find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Kills a node's daemon by force; what it has started goes on. */
  killNode(name: string): Promise<void>;
  /** Starts it again, and waits until it takes jobs. */
  startNode(name: string): Promise<void>;
}

/** Without one the suite is skipped, or failed in CI. */
export async function requireSlurm(context: Mocha.Context): Promise<Slurm> {
  const env = { SLURM_CONF: join(folder, "slurm.conf") };
  const nodes = existsSync(env.SLURM_CONF) ? await idleNodes(env) : "";
  if (nodes === "") {
    assert.notEqual(process.env["CI"], "true", "CI must have a Slurm: bash .ci/slurm.sh up");
    skipBecause(context, "no Slurm runs here (bash .ci/slurm.sh up starts one)");
  }
  return {
    env,
    async killNode(name) {
      process.kill(Number(await readFile(join(folder, "run", `slurmd-${name}.pid`), "utf8")), "SIGKILL");
    },
    async startNode(name) {
      const { code, stderr } = await runProgram("slurmd", ["-N", name], { env });
      assert.equal(code, 0, stderr);
      while (!(await idleNodes(env)).includes(name)) await pause(200);
    },
  };
}

/** Names of the nodes that take jobs, one in each line. */
async function idleNodes(env: Readonly<Record<string, string>>): Promise<string> {
  const options = ["--noheader", "--Node", "--states=idle,mixed,allocated", "--format=%N"];
  return (await runProgram("sinfo", options, { env })).stdout.trim();
}
