import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { debuggerUrl } from "../../../protocol/debugger.ts";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { attachDebugger } from "../../support/devtools-client.ts";
import type { DevtoolsClient } from "../../support/devtools-client.ts";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

/** Status of a WebSocket handshake that is refused; 101 for one that is not. */
function handshake(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.once("unexpected-response", (_request, response) => {
      resolve(response.statusCode);
    });
    socket.once("open", () => {
      socket.close();
      resolve(101);
    });
  });
}

describe("debugging the cells of a kernel", () => {
  let kernel: TestKernel;
  beforeEach(async () => {
    kernel = await startTestKernel();
  });
  afterEach(() => kernel.stop());

  const ticket = async (): Promise<string> => (await kernel.client.ask("pipenb_debugger_request", {})).ticket;

  const attach = async (): Promise<DevtoolsClient> => attachDebugger(debuggerUrl(kernel.url, await ticket()));

  /** Breaks at a 0-based line of the next cells. */
  const breakAt = (devtools: DevtoolsClient, line: number): ReturnType<DevtoolsClient["send"]> =>
    devtools.send("Debugger.setBreakpointByUrl", { urlRegex: "^pipenb-cell:\\d+$", lineNumber: line });

  const runsOn = async (): Promise<void> => {
    assert.equal((await kernel.run("40 + 2")).result, "42");
  };

  it("admits a debugger with a ticket, once, and nobody without", async () => {
    const url = debuggerUrl(kernel.url, await ticket());
    const devtools = await attachDebugger(url);
    assert.equal(await handshake(url), 403);
    devtools.close();
    assert.equal(await handshake(debuggerUrl(kernel.url, "another")), 403);
    assert.equal(await handshake(url.replace(/ticket=.*/, `token=${kernel.token}`)), 101);
  });

  it("opens no inspector while nobody debugs, and closes it after the last", async () => {
    const isOpen = async (): Promise<unknown> =>
      (await kernel.run('(await import("node:inspector")).url() !== undefined')).result;
    assert.equal(await isOpen(), "false");
    const devtools = await attach();
    assert.equal(await isOpen(), "true");
    devtools.close();
    await devtools.closed;
    await sleep(200);
    const { result, stderr } = await kernel.run('(await import("node:inspector")).url() !== undefined');
    assert.equal(result, "false");
    assert.equal(stderr, "");
    (await attach()).close();
    await runsOn();
  });

  it("stops in a cell before it has run, steps out into another, and changes a value", async () => {
    const devtools = await attach();
    await devtools.send("Debugger.setBreakpointByUrl", { url: "pipenb-cell:1", lineNumber: 2 });
    const first = await kernel.run(
      "function twice(n: number): number {\n  let m = n * 2;\n  String(n);\n  return m;\n}",
    );
    assert.equal(first.reply.status, "ok");
    const running = kernel.run("const a = 20;\nconst b = twice(a) + 1;\nb");
    const inside = await devtools.stopped();
    assert.deepEqual(
      inside.frames.map(({ name, line }) => [name, line]),
      [
        ["twice", 2],
        ["cell", 1],
      ],
    );
    await devtools.send("Debugger.evaluateOnCallFrame", {
      callFrameId: inside.frames[0]?.id,
      expression: "m = 41",
    });
    await devtools.send("Debugger.stepOut");
    const outside = await devtools.stopped();
    assert.deepEqual(
      outside.frames.map(({ line }) => line),
      [2],
    );
    await devtools.send("Debugger.resume");
    assert.equal((await running).result, "42");
    await runsOn();
  });

  it("stops again in a cell that runs again, and after an await", async () => {
    const devtools = await attach();
    await breakAt(devtools, 1);
    for (let time = 0; time < 3; time += 1) {
      const running = kernel.run("await null;\nconst x = 5;\nx");
      assert.equal((await devtools.stopped()).frames.length, 1);
      await devtools.send("Debugger.resume");
      assert.equal((await running).result, "5");
    }
  });

  it("gives a debugger the source map of a cell, also of one that ran before it came", async () => {
    const source = "/cells/daily/W1.ts";
    await kernel.run("f();\nfunction f() {\n  return 1;\n}\nenum Colour { Red }", { source });
    const devtools = await attach();
    await kernel.run("1");
    const maps = devtools
      .events("Debugger.scriptParsed")
      .flatMap(({ url, sourceMapURL }) => (url === "pipenb-cell:1" ? [String(sourceMapURL)] : []));
    assert.equal(maps.length, 1);
    const map: unknown = JSON.parse(Buffer.from(String(maps[0]?.split(",")[1]), "base64").toString());
    assert.deepEqual((map as { sources: unknown }).sources, [source]);
  });

  it("stops at the first statement of a cell that asks for it, only while a debugger is there", async () => {
    assert.equal((await kernel.run("// first\n1 + 1", { pause: true })).result, "2");
    const devtools = await attach();
    const running = kernel.run("// first\n\nMath.max(1, 2)", {
      pause: true,
      source: "/c/W3.ts",
    });
    assert.deepEqual(
      (await devtools.stopped()).frames.map(({ line }) => line),
      [2],
    );
    await devtools.send("Debugger.resume");
    assert.equal((await running).result, "2");
  });

  it("stops in a module beside the notebook", async () => {
    writeFileSync(
      join(kernel.folder, "helper.ts"),
      "export function half(n: number): number {\n  return n / 2;\n}\n",
    );
    const devtools = await attach();
    await devtools.send("Debugger.setBreakpointByUrl", { urlRegex: "helper\\.ts", lineNumber: 1 });
    const running = kernel.run('import { half } from "./helper.ts";\nhalf(8)');
    assert.equal((await devtools.stopped()).frames[0]?.name, "half");
    await devtools.send("Debugger.resume");
    assert.equal((await running).result, "4");
  });

  it("interrupts a cell that is paused, before it does anything else", async () => {
    const devtools = await attach();
    for (const code of ["let n = 0;\nn = 1;", "await null;\nn = 1; while (true) {}"]) {
      const { breakpointId } = await breakAt(devtools, 1);
      const running = kernel.run(code);
      await devtools.stopped();
      await devtools.send("Debugger.removeBreakpoint", { breakpointId });
      await kernel.client.interrupt();
      assert.match((await running).trace, /Interrupted/);
      assert.equal((await kernel.run("n")).result, "0");
    }
  });

  it("answers while a cell is paused", async () => {
    const devtools = await attach();
    await breakAt(devtools, 0);
    const running = kernel.run("const kept = 1");
    await devtools.stopped();
    assert.equal(await kernel.client.variables(), undefined);
    const { content } = await kernel.client.request("shell", "complete_request", {
      code: "ke",
      cursor_pos: 2,
    });
    assert.deepEqual((content as { matches: unknown }).matches, []);
    const frames = new DataframesClient(kernel.client);
    await assert.rejects(frames.ask("any", { method: "describe" }), {
      code: "failed",
      message: /paused in the debugger/,
    });
    await devtools.send("Debugger.resume");
    assert.equal((await running).reply.status, "ok");
    await assert.rejects(frames.ask("any", { method: "describe" }), { code: "expired" });
  });

  it("answers while a timer of an ended cell is paused", async () => {
    const devtools = await attach();
    await kernel.run("setTimeout(() => {\n  debugger;\n}, 50)");
    await devtools.stopped();
    assert.equal(await kernel.client.variables(), undefined);
    await devtools.send("Debugger.resume");
    await runsOn();
  });

  it("restarts while a cell is paused, and lets the debugger go", async () => {
    const devtools = await attach();
    await breakAt(devtools, 0);
    const running = kernel.run("const x = 1");
    await devtools.stopped();
    await kernel.client.shutdown(true);
    assert.match((await running).trace, /The kernel was restarted/);
    await devtools.closed;
    await runsOn();
  });

  it("goes on with a paused cell when its debugger goes", async () => {
    const devtools = await attach();
    await breakAt(devtools, 0);
    const running = kernel.run("const x = 7;\nx");
    await devtools.stopped();
    devtools.close();
    assert.equal((await running).result, "7");
    await runsOn();
  });

  it("goes on with a paused cell when another debugger comes", async () => {
    const first = await attach();
    await breakAt(first, 0);
    const running = kernel.run("const x = 7;\nx");
    await first.stopped();
    const second = await attach();
    await first.closed;
    assert.equal((await running).result, "7");
    await breakAt(second, 0);
    const again = kernel.run("x");
    await second.stopped();
    await second.send("Debugger.resume");
    assert.equal((await again).result, "7");
  });

  it("ends at once by process.exit while a debugger is attached", async () => {
    const devtools = await attach();
    const { trace, stderr } = await kernel.run("process.exit(3)");
    assert.match(trace, /process\.exit\(3\) was called/);
    assert.equal(stderr, "");
    await devtools.closed;
    await runsOn();
  });

  it("stops at errors that nobody in the cell catches, where the debugger asks for those", async () => {
    const devtools = await attach();
    await kernel.run(
      "async function late(): Promise<void> { await null; await null; throw new Error('late'); }",
    );
    await kernel.run("function fails(): void { throw new Error('now'); }");
    await devtools.send("Debugger.setPauseOnExceptions", { state: "uncaught" });
    for (const code of [
      "throw new Error('here')",
      "fails()",
      "await null; fails()",
      "await null;\nawait late()",
      "await Promise.all([1, 2].map(() => late()))",
    ]) {
      const running = kernel.run(code);
      const stop = await devtools.stopped();
      assert.equal(stop.data["uncaught"], true, code);
      assert.match(
        String(stop.data["description"]),
        /^Error: (here|now|late)\n +at .*cell \[\d\]:\d+:\d+/,
        code,
      );
      assert.doesNotMatch(String(stop.data["description"]), /pipenb-cell|node:internal/);
      await devtools.send("Debugger.setPauseOnExceptions", { state: "none" });
      await devtools.send("Debugger.resume");
      assert.equal((await running).reply.status, "error");
      await devtools.send("Debugger.setPauseOnExceptions", { state: "uncaught" });
    }
    for (const code of [
      "try { fails(); } catch {}",
      "try { await late(); } catch {}",
      "await null;\ntry { await late(); } catch {}",
      "await late().catch(() => 0)",
      "await Promise.allSettled([late().then(undefined, () => 0)])",
      "JSON.parse('1')",
    ])
      assert.equal((await kernel.run(code)).reply.status, "ok", code);
    assert.equal(devtools.events("Debugger.paused").length, 5);
  });

  it("maps traces as ever while a debugger is attached", async () => {
    await attach();
    const { trace } = await kernel.run("const a = 1;\nthrow new Error('no');", {
      cell: "load",
      source: "/c/W2.ts",
    });
    assert.match(trace, /cell \[1\] "load":2:7/);
  });
});
