import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { connectKernel } from "../../../protocol/client.ts";
import type { KernelClient } from "../../../protocol/client.ts";
import { ProtocolError } from "../../../protocol/message.ts";
import type { Message } from "../../../protocol/message.ts";
import { fakeToken, startFakeKernel } from "../../support/fake-kernel.ts";
import type { FakeConnection, FakeKernel } from "../../support/fake-kernel.ts";
import { execute } from "../../support/execution.ts";
import type { Execution } from "../../support/execution.ts";

const hasCode =
  (code: ProtocolError["code"]) =>
  (error: unknown): boolean =>
    error instanceof ProtocolError && error.code === code;

const infoOf = (client: KernelClient): Promise<Message> => client.request("shell", "kernel_info_request", {});

async function read(execution: Execution): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of execution) seen.push(event.type === "stream" ? event.text : event.type);
  return seen;
}

describe("connecting to a kernel", () => {
  let kernel: FakeKernel;
  beforeEach(async () => {
    kernel = await startFakeKernel();
  });
  afterEach(() => kernel.stop());

  it("shows the token, the sub-protocol, the session and what was seen before", async () => {
    const client = await connectKernel({ url: kernel.url, token: fakeToken, session: "me", since: 12 });
    const { request } = await kernel.accept();
    assert.equal(request.headers["sec-websocket-protocol"], "v1.kernel.websocket.jupyter.org");
    assert.equal(request.headers["sec-websocket-extensions"], undefined);
    assert.equal(request.url, "/api/kernels/fake/channels?session_id=me&texts=apart&since=12");
    assert.equal(client.lastSequence, 12);
    client.close();
  });

  it("is refused with a wrong token", async () => {
    await assert.rejects(connectKernel({ url: kernel.url, token: "another" }), hasCode("refused"));
  });

  it("says when nobody answers", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    // SAFETY: it listens on a TCP port.
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await assert.rejects(
      connectKernel({ url: `ws://127.0.0.1:${port}/`, token: fakeToken }),
      hasCode("unreachable"),
    );
  });

  it("can be cancelled before and while it waits", async () => {
    const { url } = kernel;
    const cancelled = connectKernel({ url, token: fakeToken, signal: AbortSignal.abort() });
    await assert.rejects(cancelled, hasCode("cancelled"));
    const deaf = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => deaf.once("listening", resolve));
    // SAFETY: it listens on a TCP port.
    const { port } = deaf.address() as AddressInfo;
    const aborter = new AbortController();
    const waiting = connectKernel({
      url: `ws://127.0.0.1:${port}/`,
      token: fakeToken,
      signal: aborter.signal,
    });
    const met = new Promise((resolve) => deaf.once("connection", resolve));
    await met;
    aborter.abort();
    await assert.rejects(waiting, hasCode("cancelled"));
    deaf.close();
  });

  it("counts what a kernel had let go of", async () => {
    await kernel.stop();
    kernel = await startFakeKernel(9);
    const client = await connectKernel({ url: kernel.url, token: fakeToken, since: 4 });
    const connection = await kernel.accept();
    const heard = new Promise((resolve) => client.onMessage(resolve));
    connection.send("status", { execution_state: "idle" });
    await heard;
    assert.deepEqual([client.lastSequence, client.missed], [9, 4]);
    client.close();
  });

  it("loses nothing that is sent at once", async () => {
    const accepted = kernel.accept().then((connection) => {
      connection.send("status", { execution_state: "idle" });
    });
    const client = await connectKernel({ url: kernel.url, token: fakeToken });
    const heard = new Promise((resolve) => client.onMessage(resolve));
    await accepted;
    await heard;
    client.close();
  });
});

describe("a client of a kernel", () => {
  let kernel: FakeKernel;
  let client: KernelClient;
  let connection: FakeConnection;
  beforeEach(async () => {
    kernel = await startFakeKernel();
    client = await connectKernel({ url: kernel.url, token: fakeToken });
    connection = await kernel.accept();
  });
  afterEach(async () => {
    client.close();
    await kernel.stop();
  });

  it("gives the events and the reply of its own executions", async () => {
    const [one, two] = [execute(client, "1", { cell: "clean", line: 3 }), execute(client, "2")];
    const [first, second] = [
      await connection.next("execute_request"),
      await connection.next("execute_request"),
    ];
    assert.deepEqual(first.metadata, { pipenb: { cell: "clean", line: 3, seen: 0 } });
    assert.deepEqual(first.content, {
      code: "1",
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    connection.send("stream", { name: "stdout", text: "a" }, first);
    connection.send("stream", { name: "stdout", text: "b" }, second);
    connection.finish(first);
    connection.finish(second);
    assert.deepEqual(await read(one), ["a", "status"]);
    assert.deepEqual(await read(two), ["b", "status"]);
    assert.deepEqual(await one.reply, { status: "ok", execution_count: 1 });
  });

  it("answers a question of the cell with what the person says", async () => {
    const execution = execute(client, "1", {
      input: (prompt, password) => Promise.resolve(`${prompt}${String(password)}`),
    });
    const request = await connection.next("execute_request");
    assert.equal((request.content as { allow_stdin: boolean }).allow_stdin, true);
    connection.send("input_request", { prompt: "Name? ", password: true }, request, "stdin");
    const answer = await connection.next("input_reply");
    assert.equal(answer.channel, "stdin");
    assert.equal(answer.parentHeader?.msg_type, "input_request");
    assert.deepEqual(answer.content, { status: "ok", value: "Name? true" });
    connection.finish(request);
    await execution.reply;
  });

  it("answers a question with an error when nobody can say anything", async () => {
    execute(client, "1");
    execute(client, "2", { input: () => Promise.reject(new Error("The person left.")) });
    for (const why of [/takes no input/, /The person left/]) {
      connection.send("input_request", { prompt: "?" }, await connection.next("execute_request"), "stdin");
      const { content } = await connection.next("input_reply");
      assert.equal((content as { status: string }).status, "error");
      assert.match((content as { evalue: string }).evalue, why);
    }
  });

  it("sends interrupts and shutdowns over the control channel and waits for the replies", async () => {
    for (const [call, type] of [
      [() => client.interrupt(), "interrupt"],
      [() => client.shutdown(true), "shutdown"],
    ] as const) {
      const done = call();
      const request = await connection.next(`${type}_request`);
      assert.equal(request.channel, "control");
      connection.send(`${type}_reply`, { status: "ok" }, request, "control");
      await done;
    }
  });

  it("does not take a status or another client's reply for its answer", async () => {
    const info = infoOf(client);
    const request = await connection.next("kernel_info_request");
    connection.send("status", { execution_state: "busy" }, request);
    const other = { ...request, header: { ...request.header, msg_id: "another" } };
    connection.send("kernel_info_reply", { implementation: "wrong" }, other, "shell");
    connection.send("kernel_info_reply", { implementation: "pipenb" }, request, "shell");
    assert.deepEqual((await info).content, { implementation: "pipenb" });
  });

  it("rejects everything that is open when the connection ends", async () => {
    const execution = execute(client, "1");
    const [events, info] = [read(execution), infoOf(client)];
    await connection.next("kernel_info_request");
    connection.socket.terminate();
    await Promise.all([
      assert.rejects(events, hasCode("connection-ended")),
      assert.rejects(execution.reply, hasCode("connection-ended")),
      assert.rejects(info, hasCode("connection-ended")),
    ]);
    assert.match(await client.ended, /code 1006/);
    await assert.rejects(infoOf(client), hasCode("connection-ended"));
    await assert.rejects(execute(client, "2").reply, hasCode("connection-ended"));
  });

  it("says why the kernel closed the connection", async () => {
    connection.socket.close(1001, "the kernel was shut down");
    assert.equal(await client.ended, "the kernel was shut down");
  });

  it("rejects what is open as soon as it is closed by its owner", async () => {
    const info = infoOf(client);
    client.close();
    await assert.rejects(info, /closed the connection/);
    assert.match(await client.ended, /closed the connection/);
  });

  it("ends the connection when the kernel sends nonsense, and says so", async () => {
    const info = infoOf(client);
    await connection.next("kernel_info_request");
    connection.socket.send(Buffer.alloc(64, 0xff));
    await assert.rejects(info, hasCode("connection-ended"));
    assert.match(await client.ended, /no v1\.kernel\.websocket\.jupyter\.org message/);
  });

  it("tells listeners every message until they leave", async () => {
    const types: string[] = [];
    const leave = client.onMessage(({ header }) => types.push(header.msg_type));
    connection.send("status", { execution_state: "busy" });
    const info = infoOf(client);
    const request = await connection.next("kernel_info_request");
    connection.send("kernel_info_reply", {}, request, "shell");
    await info;
    leave();
    const more = infoOf(client);
    connection.send("kernel_info_reply", {}, await connection.next("kernel_info_request"), "shell");
    await more;
    assert.deepEqual(types, ["status", "kernel_info_reply"]);
  });
});
