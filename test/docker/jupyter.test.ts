/** What a kernel in a container leaves when something of Jupyter's side is killed: nothing. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { bridgeProgram, JupyterClient, startBridge, until } from "../support/bridge-client.ts";
import type { BridgedKernelProcess } from "../support/bridge-client.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { inEngine, processesIn } from "../support/kernel-leftovers.ts";
import { isAlive, processesBelow } from "../support/processes.ts";

describe("a kernel in a container behind Jupyter's sockets", function () {
  this.timeout(180_000);
  let engine: Engine;
  let kernel: BridgedKernelProcess;

  before(async function () {
    engine = await requireEngine(this);
  });
  afterEach(() => kernel.stop());

  /** @param ready command by which its service is waited for */
  const start = async (ready = "true"): Promise<void> => {
    const service = `{ image: "${nodeImage()}", command: [sleep, "1000"], ready: "${ready}", keep: false }`;
    kernel = await startBridge({
      notebook: `/* ---\npipenb: 1\nservices:\n  db: ${service}\n--- */\n`,
      runtime: "container",
      env: { PIPENB_BASE_IMAGE: nodeImage() },
    });
  };
  const left = async (): Promise<readonly string[]> => [
    ...(await inEngine(engine, kernel.folder)),
    ...processesIn(kernel.folder),
  ];
  const nothingIsLeft = async (): Promise<void> => {
    while ((await left()).length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const runsForEver = async (): Promise<JupyterClient> => {
    const client = await JupyterClient.connect(kernel.connection);
    client.send("shell", "execute_request", { code: "console.log('begins'); while (true) {}" });
    await until(() => client.iopub.find(({ content }) => content["text"] === "begins\n"));
    // The kernel, its service, their network.
    assert.equal((await inEngine(engine, kernel.folder)).length, 3);
    return client;
  };

  it("ends when the bridge is killed while a cell runs", async () => {
    await start();
    const client = await runsForEver();
    kernel.process.kill("SIGKILL");
    await nothingIsLeft();
    client.close();
  });

  it("ends when the bridge is killed while the kernel starts", async () => {
    await start("test -e /never");
    while ((await inEngine(engine, kernel.folder)).length < 3)
      await new Promise((resolve) => setTimeout(resolve, 100));
    kernel.process.kill("SIGKILL");
    await nothingIsLeft();
  });

  it("takes the bridge with it when its supervisor is killed", async () => {
    await start();
    const client = await runsForEver();
    const name = (await inEngine(engine, kernel.folder)).find((each) => !/-(db|net)/.test(each)) ?? "";
    const inside = execFileSync("docker", ["top", name, "-eo", "pid,args"], { encoding: "utf8" });
    const [, pid] = /^\s*(\d+)\s[^\n]*supervisor\.mjs/m.exec(inside) ?? [];
    process.kill(Number(pid), "SIGKILL");
    assert.equal(await kernel.exited, 1);
    assert.match(kernel.log(), /The kernel ended/);
    await nothingIsLeft();
    client.close();
  });

  it("ends when the client is killed that has started it", async () => {
    await start();
    const file = join(kernel.folder, "other.json");
    const args = [bridgeProgram, "--runtime", "container", "--connection-file", file];
    const script = `const { spawn } = require("child_process");
const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
const child = spawn(process.execPath, ${JSON.stringify(args)}, { detached: true, stdio: "ignore", env });
console.log(child.pid);
setInterval(() => {}, 1e6);`;
    const manager = spawn(process.execPath, ["-e", script], {
      cwd: kernel.folder,
      env: { ...process.env, PIPENB_BASE_IMAGE: nodeImage() },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(await new Promise((resolve) => manager.stdout.once("data", resolve)));
    while ((await inEngine(engine, kernel.folder)).length < 6)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const below = processesBelow(pid).map((each) => each.pid);
    manager.kill("SIGKILL");
    await once(manager, "exit");
    await until(() => [pid, ...below].every((each) => !isAlive(each)));
    await kernel.stop();
    await nothingIsLeft();
  });
});
