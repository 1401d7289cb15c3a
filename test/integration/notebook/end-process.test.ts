import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { endWithin, processExists, signalGroup } from "../../../notebook/program/end-process.ts";

/** A process that leads a group, with a child of its own; neither ends when asked in order. */
const stubborn = `
  const { spawn } = require("node:child_process");
  process.on("SIGTERM", () => undefined);
  const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => undefined); setInterval(() => 0, 1000)"]);
  child.once("spawn", () => console.log(child.pid));
  setInterval(() => 0, 1000);
`;

async function startStubborn() {
  const leader = spawn(process.execPath, ["-e", stubborn], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told: readonly unknown[] = await once(leader.stdout.setEncoding("utf8"), "data");
  return { leader, child: Number(told[0]), ended: once(leader, "exit") };
}

/** Waits until nobody is left in a group; what has ended may stay listed for a moment. */
async function untilEmpty(pid: number | undefined): Promise<void> {
  while (signalGroup(pid, 0)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("ending processes", () => {
  it("sends a signal to a whole group, and says when nobody is left in it", async () => {
    const { leader, child, ended } = await startStubborn();
    assert.ok(processExists(child));
    assert.equal(signalGroup(leader.pid, 0), true);
    assert.equal(signalGroup(leader.pid, "SIGKILL"), true);
    await ended;
    await untilEmpty(leader.pid);
    assert.equal(signalGroup(leader.pid, "SIGKILL"), false);
  });

  it("knows no group of a process that could not be started", () => {
    assert.equal(signalGroup(undefined, "SIGKILL"), false);
  });

  it("forces what does not end within the grace, and waits for its end", async () => {
    const { leader, ended } = await startStubborn();
    let forced = false;
    leader.kill("SIGTERM");
    await endWithin(50, ended, () => (forced = signalGroup(leader.pid, "SIGKILL")));
    assert.equal(forced, true);
    assert.equal(leader.signalCode, "SIGKILL");
    await untilEmpty(leader.pid);
  });

  it("uses no force on what ends in order", async () => {
    await endWithin(20, Promise.resolve(), () => {
      assert.fail("forced");
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
  });
});
