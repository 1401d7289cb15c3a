/** What a kernelspec starts, over its real sockets, as a local process. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { socketNames } from "../../../jupyter/connection-file.ts";
import { connectTo, JupyterClient, startBridge, until } from "../../support/bridge-client.ts";
import type { BridgedKernelProcess } from "../../support/bridge-client.ts";
import { processesIn } from "../../support/kernel-leftovers.ts";
import { isAlive, processesBelow } from "../../support/processes.ts";

const resultOf = (heard: Awaited<ReturnType<JupyterClient["run"]>>): unknown => {
  const data = heard.find(({ type }) => type === "execute_result")?.content["data"];
  return (data as Record<string, unknown> | undefined)?.["text/plain"];
};
const textOf = (heard: Awaited<ReturnType<JupyterClient["run"]>>): string =>
  heard.map(({ type, content }) => (type === "stream" ? String(content["text"]) : "")).join("");

/** Each of so many numbered lines is there, in order. */
function assertAllLines(heard: Awaited<ReturnType<JupyterClient["run"]>>, lines: number): void {
  const numbers = [...textOf(heard).matchAll(/^line (\d+) /gm)].map(([, number]) => Number(number));
  const wrong = numbers.findIndex((number, index) => number !== index);
  assert.equal(wrong, -1, `behind line ${wrong - 1} comes line ${numbers[wrong] ?? "none"}`);
  assert.equal(numbers.length, lines);
}

describe("a kernel behind Jupyter's sockets", function () {
  this.timeout(180_000);
  let kernel: BridgedKernelProcess;
  const clients: JupyterClient[] = [];
  const client = async (key?: string): Promise<JupyterClient> => {
    const connected = await JupyterClient.connect(kernel.connection, key);
    clients.push(connected);
    return connected;
  };

  before(async () => {
    kernel = await startBridge();
  });
  afterEach(() => {
    for (const each of clients.splice(0)) each.close();
  });
  after(() => kernel.stop());

  it("runs cells for two clients: each has its replies, both hear everything", async () => {
    const [one, other] = [await client(), await client()];
    assert.equal(resultOf(await one.run("const shared = 40; shared + 2")), "42");
    assert.equal(resultOf(await other.run("shared")), "40");
    assert.equal(one.shell.length, 1);
    assert.equal(other.shell.length, 1);
    const inputs = (each: JupyterClient): number =>
      each.iopub.filter(({ type }) => type === "execute_input").length;
    await until(() => inputs(one) === 2);
    assert.equal(inputs(other), 2);
  });

  it("tells every subscriber that it is one", async () => {
    const one = await client();
    await until(() => one.iopub.some(({ type }) => type === "iopub_welcome"));
  });

  it("passes over whoever does not know the key, and anything that is no message", async () => {
    const stranger = await client("not the key");
    stranger.send("shell", "execute_request", { code: "globalThis.broken = true" });
    stranger.send("control", "shutdown_request", { restart: false });
    for (const name of socketNames) {
      const socket = connectTo(kernel.connection, name);
      socket.on("error", () => undefined);
      socket.resume().end(randomBytes(10_000));
      await until(() => socket.destroyed);
    }
    const friend = await client();
    assert.equal(resultOf(await friend.run("typeof broken")), "'undefined'");
    assert.equal(kernel.process.exitCode, null);
  });

  it("keeps an error of process.exit visible, and goes on", async () => {
    const one = await client();
    const heard = await one.run("process.exit(3)");
    assert.ok(heard.some(({ type }) => type === "error"));
    assert.ok(!one.iopub.some(({ content }) => content["execution_state"] === "restarting"));
    assert.equal(resultOf(await one.run("1 + 1")), "2");
  });

  it("interrupts by a message", async () => {
    const one = await client();
    const running = one.run("console.log('begins'); while (true) {}");
    await until(() => textOf(one.iopub).includes("begins"));
    assert.equal((await one.ask("control", "interrupt_request"))["status"], "ok");
    assert.ok((await running).some(({ type }) => type === "error"));
  });

  it("completes and explains by types what has no value yet", async () => {
    const one = await client();
    await one.run("/** One order. */ interface Order { readonly id: number; readonly country: string }");
    const matchesOf = async (code: string): Promise<unknown> =>
      (await one.ask("shell", "complete_request", { code, cursor_pos: code.length }))["matches"];
    const member = "const later: Order = { id: 1, country: 'CZ' }; later.";
    // The first questions may come before the language server is there.
    while (String(await matchesOf(member)) !== "id,country") await pause(100);
    assert.deepEqual(await matchesOf("const parsed = new URL(''); parsed.searchP"), ["searchParams"]);
    assert.deepEqual(await matchesOf("'later."), []);
    const explain = async (code: string): Promise<string> => {
      const { data } = await one.ask("shell", "inspect_request", { code, cursor_pos: code.length });
      return String((data as Record<string, unknown>)["text/markdown"]);
    };
    assert.match(await explain("parseInt"), /function parseInt\(string: string, radix\?: number\): number/);
    assert.match(await explain("parseInt"), /Converts a string to an integer/);
    assert.match(await explain("const orders: Order[] = []; orders"), /const orders: Order\[\]/);
    assert.match(await explain("structuredClone(1"), /structuredClone/);
  });

  it("loses no line to a client that is slow", async () => {
    const one = await client();
    const lines = 100_000;
    one.read(false);
    const running = one.run(`for (let i = 0; i < ${lines}; i++) console.log("line", i, "x".repeat(800))`);
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      one.read(turn % 2 === 0);
    }
    one.read(true);
    assertAllLines(await running, lines);
  });

  it("cuts off a client that has stopped reading, and says so", async () => {
    const [stuck, other] = [await client(), await client()];
    stuck.read(false);
    const lines = 100_000;
    assertAllLines(
      await other.run(`for (let i = 0; i < ${lines}; i++) console.log("line", i, "x".repeat(1000))`),
      lines,
    );
    await until(() => /cut off: with \d+ MB to read it has read nothing for 10 seconds/.test(kernel.log()));
  });
});

describe("the end of a kernel behind Jupyter's sockets", function () {
  this.timeout(180_000);
  let kernel: BridgedKernelProcess;

  afterEach(async () => {
    await kernel.stop();
  });

  const isEmpty = (folder: string): boolean => processesIn(folder).length === 0;

  it("comes with a restart too: whoever asked for it starts another", async () => {
    kernel = await startBridge();
    const client = await JupyterClient.connect(kernel.connection);
    await client.run("1");
    assert.deepEqual(await client.ask("control", "shutdown_request", { restart: true }), {
      status: "ok",
      restart: true,
    });
    assert.equal(await kernel.exited, 0);
    await until(() => isEmpty(kernel.folder)); // the watcher is told last, and ends by itself
  });

  it("leaves nothing when the bridge is killed while a cell runs", async () => {
    kernel = await startBridge();
    const client = await JupyterClient.connect(kernel.connection);
    client.send("shell", "execute_request", { code: "console.log('begins'); while (true) {}" });
    await until(() => client.iopub.some(({ type }) => type === "stream"));
    client.send("shell", "complete_request", { code: "Math.", cursor_pos: 5 });
    const below = (): ReturnType<typeof processesBelow> => processesBelow(kernel.process.pid ?? 0);
    await until(() => below().some(({ command }) => command.includes("--lsp")));
    const pids = below().map(({ pid }) => pid);
    kernel.process.kill("SIGKILL");
    await until(() => !pids.some(isAlive));
    await until(() => isEmpty(kernel.folder));
    client.close();
  });

  it("leaves nothing when the supervisor is killed", async () => {
    kernel = await startBridge();
    const client = await JupyterClient.connect(kernel.connection);
    await client.run("1");
    const supervisor = processesBelow(kernel.process.pid ?? 0).find(({ command }) =>
      command.includes("supervisor.mjs"),
    );
    process.kill(supervisor?.pid ?? 0, "SIGKILL");
    assert.equal(await kernel.exited, 1);
    assert.match(kernel.log(), /The kernel ended/);
    await until(() => isEmpty(kernel.folder));
    client.close();
  });

  it("comes with the end of the client that started it", async () => {
    kernel = await startBridge();
    const file = join(kernel.folder, "other.json");
    const bridge = [join("dist/cli/jupyter-kernel.js"), "--runtime", "local", "--connection-file", file];
    const script = `const child = require("child_process").spawn(process.execPath, ${JSON.stringify(bridge)}, { detached: true, stdio: "ignore", env: { ...process.env, JPY_PARENT_PID: String(process.pid) } }); console.log(child.pid); setInterval(() => {}, 1e6)`;
    const manager = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number(await new Promise((resolve) => manager.stdout.once("data", resolve)));
    await until(() => processesBelow(pid).some(({ command }) => command.includes("runtime.mjs")));
    const below = processesBelow(pid).map((each) => each.pid);
    manager.kill("SIGKILL");
    await until(() => [pid, ...below].every((each) => !isAlive(each)));
  });

  it("comes on sockets that only this user can open", async () => {
    const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
    kernel = await startBridge({
      connection: (folder) => ({
        transport: "ipc",
        ip: join(folder, "sockets", "kernel"),
        key: "k",
        ...ports,
      }),
    });
    const client = await JupyterClient.connect(kernel.connection);
    assert.equal(resultOf(await client.run("6 * 7")), "42");
    assert.equal(statSync(join(kernel.folder, "sockets")).mode & 0o777, 0o700);
    assert.equal(statSync(join(kernel.folder, "sockets", "kernel-1")).mode & 0o077, 0);
    client.close();
  });
});
