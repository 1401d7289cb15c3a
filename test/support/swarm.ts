/** The swarm of three engines that `.ci/swarm.sh` starts. */
import assert from "node:assert/strict";
import type Mocha from "mocha";
import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { runProgram } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

export interface TestSwarm {
  /** Its manager. */
  readonly engine: Engine;
  /** Names the manager to a command. */
  readonly env: Readonly<Record<string, string>>;
  /** Of a registry that only its nodes reach. */
  readonly registry: string;
  /** The containers that nodes run for a service. */
  containersOf(service: string): Promise<readonly string[]>;
  /** Pulls a node's cable, or puts it in again: 1 or 2. */
  connect(node: number, way: "up" | "down"): Promise<void>;
}

/** Without it the suite is skipped, or failed in CI. */
export async function requireSwarm(context: Mocha.Context): Promise<TestSwarm> {
  const place = process.env["PIPENB_SWARM"] ?? "/tmp/pipenb-swarm";
  const env = { DOCKER_HOST: `unix://${place}/0/docker.sock` };
  const connection = await connectEngine({ env });
  if (connection.kind === "none") {
    assert.notEqual(process.env["CI"], "true", "CI must have a swarm: bash .ci/swarm.sh");
    return skipBecause(context, "no swarm is here (bash .ci/swarm.sh starts one)");
  }
  return {
    engine: connection.engine,
    env,
    registry: "10.77.0.1:5000",
    async containersOf(service) {
      const found = [0, 1, 2].map(async (node) => {
        const { code, stdout, stderr } = await runProgram("docker", [
          ...["--host", `unix://${place}/${node}/docker.sock`, "ps", "--quiet"],
          ...["--filter", `label=com.docker.swarm.service.name=${service}`],
        ]);
        assert.equal(code, 0, stderr);
        return stdout.split("\n").filter((line) => line !== "");
      });
      return (await Promise.all(found)).flat();
    },
    async connect(node, way) {
      const { code, stderr } = await runProgram("ip", [
        ...["-n", `pipenb-swarm${node}`],
        ...["link", "set", "eth0", way],
      ]);
      assert.equal(code, 0, stderr);
    },
  };
}
