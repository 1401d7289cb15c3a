import assert from "node:assert/strict";
import { ExecutionStream } from "../../../protocol/execution-stream.ts";
import { newHeader, ProtocolError } from "../../../protocol/message.ts";
import type { Message } from "../../../protocol/message.ts";

const message = (type: string, content: object): Message => ({
  channel: type.endsWith("_reply") ? "shell" : "iopub",
  header: newHeader(type, "s"),
  parentHeader: undefined,
  metadata: {},
  content,
  buffers: [],
});
const line = (text: string): Message => message("stream", { name: "stdout", text });
const reply = message("execute_reply", { status: "ok", execution_count: 1 });
const idle = message("status", { execution_state: "idle" });

async function typesOf(stream: ExecutionStream): Promise<string[]> {
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  return types;
}

describe("the events of an execution", () => {
  it("can be read while they come and after they came", async () => {
    const stream = new ExecutionStream("request", () => undefined);
    stream.take(line("a"));
    const types = typesOf(stream);
    stream.take(line("b"));
    stream.take(reply);
    stream.take(idle);
    assert.deepEqual(await types, ["stream", "stream", "status"]);
  });

  it("are over only when the reply and the idle status have come, in either order", async () => {
    for (const order of [
      [reply, idle],
      [idle, reply],
    ]) {
      let over = 0;
      const stream = new ExecutionStream("request", () => (over += 1));
      const [first, second] = order;
      if (first !== undefined) stream.take(first);
      assert.equal(over, 0);
      if (second !== undefined) stream.take(second);
      assert.equal(over, 1);
      assert.deepEqual(await typesOf(stream), ["status"]);
    }
  });

  it("can be left early: the loop ends, the reply still comes, what follows is not kept", async () => {
    const stream = new ExecutionStream("request", () => undefined);
    stream.take(line("a"));
    stream.take(line("b"));
    for await (const event of stream) {
      assert.equal(event.type, "stream");
      break;
    }
    stream.take(line("c"));
    stream.take(reply);
    stream.take(idle);
    assert.equal((await stream.reply).status, "ok");
    assert.deepEqual(await typesOf(stream), []);
  });

  it("release a reader that waits when another leaves", async () => {
    const stream = new ExecutionStream("request", () => undefined);
    const iterator = stream[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await iterator.return?.();
    assert.deepEqual(await waiting, { done: true, value: undefined });
  });

  it("end with the error of the connection, after what had come", async () => {
    const stream = new ExecutionStream("request", () => undefined);
    stream.take(line("a"));
    stream.fail(new ProtocolError("connection-ended", "It broke."));
    const iterator = stream[Symbol.asyncIterator]();
    assert.equal((await iterator.next()).done, false);
    await assert.rejects(iterator.next(), /It broke/);
    await assert.rejects(stream.reply, /It broke/);
  });

  it("end with an error when the kernel sends a content that is wrong", async () => {
    const stream = new ExecutionStream("request", () => undefined);
    stream.take(message("stream", { name: "stdlog", text: 3 }));
    await assert.rejects(stream.reply, /bad stream/);
    await assert.rejects(typesOf(stream), /bad stream/);
  });

  it("tell comm messages with their action", async () => {
    const stream = new ExecutionStream("request", () => undefined);
    stream.take(message("comm_open", { comm_id: "c", target_name: "t", data: { a: 1 } }));
    stream.take(message("kernel_info_reply", {}));
    const { value } = await stream[Symbol.asyncIterator]().next();
    assert.deepEqual(value, {
      type: "comm",
      action: "comm_open",
      comm_id: "c",
      target_name: "t",
      data: { a: 1 },
      buffers: [],
    });
  });
});
