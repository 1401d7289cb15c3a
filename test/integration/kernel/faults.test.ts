import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { connectKernel } from "../../../protocol/client.ts";
import { debuggerUrl } from "../../../protocol/debugger.ts";
import { ranOf, startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { execute, follow } from "../../support/execution.ts";

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A process that has ended but was not waited for is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

const upgrade =
  "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

describe("what cells and clients do to a kernel", () => {
  let kernel: TestKernel;
  beforeEach(async () => {
    kernel = await startTestKernel();
  });
  afterEach(() => kernel.stop());

  const runsOn = async (): Promise<void> => {
    assert.equal((await kernel.run("40 + 2")).result, "42");
  };

  it("survives process.exit and says so", async () => {
    await kernel.run("const kept = 1");
    const { trace } = await kernel.run("process.exit(3)");
    assert.match(trace, /process\.exit\(3\) was called\. All variables are lost/);
    assert.equal((await kernel.run("typeof kept")).result, "'undefined'");
    await runsOn();
  });

  it("survives the death of its runtime", async () => {
    const pid = Number((await kernel.run("process.pid")).result);
    const running = kernel.run("await new Promise(() => {})");
    await pause(50);
    process.kill(pid, "SIGKILL");
    assert.match((await running).trace, /was killed \(SIGKILL\)/);
    await runsOn();
  });

  it("survives the death of its idle runtime", async () => {
    const pid = Number((await kernel.run("process.pid")).result);
    const noticed = new Promise<void>((resolve) => {
      kernel.client.onMessage(({ content }) => {
        if (JSON.stringify(content).includes("starting")) resolve();
      });
    });
    process.kill(pid, "SIGKILL");
    await noticed;
    await runsOn();
  });

  it("survives a cell that fills the memory", async function () {
    this.timeout(120_000);
    await kernel.stop();
    kernel = await startTestKernel({ environment: { NODE_OPTIONS: "--max-old-space-size=128" } });
    const { trace, stderr } = await kernel.run(
      "const all = []; while (true) all.push(new Array(10_000).fill(Math.random()));",
    );
    assert.match(trace, /ran out of memory/);
    assert.doesNotMatch(stderr, /Last few GCs/);
    await runsOn();
  });

  it("survives an endless printer", async () => {
    const running = kernel.run("let n = 0; while (true) console.log('line', n++);");
    await pause(300);
    await kernel.client.interrupt();
    const { stdout, trace } = await running;
    assert.match(trace, /Interrupted/);
    const lines = stdout.trimEnd().split("\n");
    lines.pop();
    assert.deepEqual(
      lines,
      lines.map((_, index) => `line ${index}`),
    );
    await runsOn();
  });

  it("prints each line once where an interrupt comes right behind a write, before that is noted", async () => {
    await kernel.run(
      `import fs from "node:fs";
       import { syncBuiltinESMExports } from "node:module";
       const write = fs.writeSync;
       const now = () => performance.now();
       fs.writeSync = (...args) => {
         const written = write(...args);
         for (const start = now(); written > 1000 && now() - start < 4; ) now(); // held lines
         return written;
       };
       syncBuiltinESMExports();`,
    );
    for (let round = 0; round < 12; round += 1) {
      const running = kernel.run("let n = 0; while (true) console.log('line', n++);");
      await pause(100 + 3 * round);
      await kernel.client.interrupt();
      const lines = (await running).stdout.trimEnd().split("\n");
      lines.pop();
      assert.deepEqual(
        lines.filter((line, index) => line !== `line ${index}`),
        [],
      );
    }
    await kernel.run("fs.writeSync = write; syncBuiltinESMExports();");
    await runsOn();
  });

  it("survives malformed messages and answers them", async () => {
    const complaints: unknown[] = [];
    kernel.client.onMessage((message) => {
      if (message.header.msg_type === "error") complaints.push(message.content);
    });
    const socket = new WebSocket(`${kernel.url}?token=${kernel.token}`, "v1.kernel.websocket.jupyter.org");
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(Buffer.alloc(3));
    socket.send("{not json");
    socket.send(Buffer.alloc(4096, 0xff));
    while (complaints.length < 3) await pause(10);
    socket.terminate();
    const { content } = await kernel.client.request("shell", "execute_request", { nocode: true });
    assert.match(JSON.stringify(content), /BadRequest/);
    assert.match(
      JSON.stringify((await kernel.client.request("shell", "nonsense_request", {})).content),
      /does not know messages/,
    );
    await runsOn();
  });

  it("survives a dropped socket, and a client that comes back misses nothing", async () => {
    const first = await kernel.connect();
    const running = execute(
      first,
      "for (let i = 0; i < 20; i++) { console.log(i); await new Promise((r) => setTimeout(r, 10)); }\n'end'",
    );
    await pause(60);
    const since = first.lastSequence;
    first.close();
    await assert.rejects(running.reply, /closed the connection/);
    await pause(300);
    const again = await kernel.connect(since);
    const types: string[] = [];
    let text = "";
    const sequences: unknown[] = [];
    again.onMessage(({ header, content, metadata }) => {
      types.push(header.msg_type);
      sequences.push((metadata["pipenb"] as { seq: unknown }).seq);
      if (header.msg_type === "stream") text += (content as { text: string }).text;
    });
    while (!text.endsWith("19\n") || !types.includes("execute_reply")) await pause(10);
    assert.ok(types.includes("execute_reply") && types.includes("execute_result"));
    assert.match(text, /19\n$/);
    assert.deepEqual(
      sequences,
      sequences.map((_, index) => since + 1 + index),
    );
    assert.equal((await ranOf(again, "40 + 2")).result, "42");
    again.close();
  });

  it("lets a client that comes back follow the cell that another has sent", async () => {
    const first = await kernel.connect();
    const before = first.lastSequence;
    const running = execute(
      first,
      "for (let i = 0; i < 20; i++) { console.log(i); await new Promise((r) => setTimeout(r, 10)); }\n'end'",
    );
    await pause(60);
    first.close();
    const again = await connectKernel({
      url: kernel.url,
      token: kernel.token,
      since: before,
      follow: [running.id],
    });
    const followed = follow(again, running.id);
    let text = "";
    for await (const event of followed) if (event.type === "stream") text += event.text;
    assert.deepEqual(text.trim().split("\n").map(Number), [...Array(20).keys()]);
    assert.equal((await followed.reply).status, "ok");
    again.close();
  });

  it("refuses a client without the token", async () => {
    const answer = await fetch(kernel.url.replace("ws:", "http:").replace("/channels", ""));
    assert.equal(answer.status, 403);
    const socket = new WebSocket(kernel.url, "v1.kernel.websocket.jupyter.org");
    const status = await new Promise((resolve) =>
      socket.once("unexpected-response", (_, response) => {
        resolve(response.statusCode);
      }),
    );
    assert.equal(status, 403);
  });

  it("lets go of a client without the token that stays", async () => {
    const { port, pathname } = new URL(kernel.url);
    const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
    const gone = new Promise((resolve) => socket.once("error", resolve).once("close", resolve));
    socket.resume().write(`GET ${pathname} HTTP/1.1\r\nhost: kernel\r\n${upgrade}\r\n`);
    const writing = setInterval(() => socket.write("x"), 50);
    await gone;
    clearInterval(writing);
    socket.destroy();
  });

  it("survives what a client without the token sends", async () => {
    await kernel.run("const kept = 1");
    const { port, pathname } = new URL(kernel.url);
    const open = async (path: string, more = ""): Promise<Socket> => {
      const socket = connect(Number(port), "127.0.0.1");
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.write(`GET ${path} HTTP/1.1\r\nhost: kernel\r\n${more}\r\n`);
      return socket;
    };
    for (const more of ["", upgrade]) {
      const socket = await open("//", more);
      const answer = await new Promise((resolve) => socket.once("data", resolve).once("close", resolve));
      assert.match(String(answer), /^HTTP\/1\.1 400 /);
      socket.destroy();
    }
    for (let round = 0; round < 10; round += 1)
      for (const path of [pathname, `/nowhere?token=${kernel.token}`]) {
        const socket = await open(path, upgrade);
        if (round % 2 === 1) await new Promise((resolve) => setImmediate(resolve));
        socket.resetAndDestroy();
      }
    await pause(50);
    assert.equal((await kernel.run("kept")).result, "1");
  });

  it("answers a debugger whose command lacks what it is to do", async () => {
    await kernel.run("const kept = 1");
    const { ticket } = await kernel.client.ask("pipenb_debugger_request", {});
    const socket = new WebSocket(debuggerUrl(kernel.url, ticket));
    await new Promise((resolve) => socket.once("open", resolve));
    for (const command of [
      { id: 1, method: "Debugger.setPauseOnExceptions" },
      { id: 2, method: "Debugger.setBlackboxPatterns", params: { patterns: 1 } },
    ]) {
      socket.send(JSON.stringify(command));
      const answer = await new Promise((resolve) => socket.once("message", resolve).once("close", resolve));
      assert.match(String(answer), new RegExp(`^\\{"id":${command.id},"error":`));
    }
    socket.terminate();
    assert.equal((await kernel.run("kept")).result, "1");
  });

  it("ends itself when nobody holds it any more", async () => {
    await kernel.stop();
    kernel = await startTestKernel({ leaseSeconds: 2 });
    const code = new Promise((resolve) => kernel.process.once("exit", resolve));
    await kernel.run("1");
    kernel.client.close();
    assert.equal(await code, 3);
  });

  it("leaves no process behind when it is shut down", async () => {
    const pid = Number((await kernel.run("process.pid")).result);
    const child = Number(
      (await kernel.run("(await import('node:child_process')).spawn('sleep', ['60']).pid")).result,
    );
    const ended = new Promise((resolve) => kernel.process.once("exit", resolve));
    await kernel.client.shutdown(false);
    assert.equal(await ended, 0);
    await pause(50);
    for (const gone of [pid, child]) assert.ok(!isAlive(gone));
  });

  it("takes along what its cells have started when it is killed", async () => {
    const child = Number(
      (await kernel.run("(await import('node:child_process')).spawn('sleep', ['60']).pid")).result,
    );
    const ended = new Promise((resolve) => kernel.process.once("exit", resolve));
    kernel.process.kill("SIGKILL");
    await ended;
    while (isAlive(child)) await pause(20);
  });

  it("starts over on request", async () => {
    await kernel.run("const kept = 1");
    const running = kernel.run("await new Promise(() => {})");
    await pause(30);
    await kernel.client.shutdown(true);
    assert.match((await running).trace, /was restarted/);
    assert.equal((await kernel.run("typeof kept")).result, "'undefined'");
  });
});

describe("interrupting a cell", () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel();
    await kernel.run("let n = 0;");
  });
  after(() => kernel.stop());

  for (const [what, code] of [
    ["an endless loop", "while (true) n++;"],
    ["an endless loop after an await", "await 1; while (true) n++;"],
    [
      "an endless loop after a timer",
      "await new Promise((resolve) => setTimeout(resolve, 1)); while (true) n++;",
    ],
    ["a hung await", "n++; await new Promise(() => {});"],
    ["a loop that awaits", "for (;;) { n++; await new Promise((resolve) => setTimeout(resolve, 1)); }"],
    ["a loop of settled promises", "for (;;) { n++; await null; }"],
    ["a loop inside a timer", "setTimeout(() => { while (true) n++; }, 1); await new Promise(() => {});"],
    ["a loop that catches everything", "while (true) { try { n++; null.x; } catch {} }"],
  ] as const) {
    it(`ends ${what} and keeps the variables`, async () => {
      await kernel.run("n = 0;");
      const running = kernel.run(code);
      await pause(80);
      await kernel.client.interrupt();
      assert.match((await running).trace, /Interrupted/);
      assert.equal((await kernel.run("n > 0")).result, "true");
      const { result } = await kernel.run(
        "const then = n; await new Promise((resolve) => setTimeout(resolve, 30)); n === then",
      );
      assert.equal(result, "true", "it still runs");
    });
  }

  it("ends an endless loop that is the first cell of a runtime", async () => {
    await kernel.client.shutdown(true);
    const running = execute(kernel.client, "while (true) {}");
    for await (const event of running) if (event.type === "status") break;
    await pause(100);
    await kernel.client.interrupt();
    assert.equal((await running.reply).status, "error");
    await kernel.run("let n = 0;");
  });

  it("ends a cell that has not begun to run", async () => {
    await kernel.client.shutdown(true);
    const running = kernel.run("globalThis.ran = true; while (true);");
    await kernel.client.interrupt();
    assert.match((await running).trace, /Interrupted/);
    assert.equal((await kernel.run("1 + 1")).result, "2");
    await kernel.run("let n = 0;");
  });

  it("does nothing when nothing runs", async () => {
    await kernel.client.interrupt();
    await pause(30);
    assert.equal((await kernel.run("1 + 1")).result, "2");
  });

  it("runs finally blocks of code that awaits", async () => {
    const running = kernel.run(
      "try { for (;;) await new Promise((r) => setTimeout(r, 1)); } finally { n = -1; }",
    );
    await pause(30);
    await kernel.client.interrupt();
    await running;
    assert.equal((await kernel.run("n")).result, "-1");
  });
});
