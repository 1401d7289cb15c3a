import assert from "node:assert/strict";
import { LateEvents } from "../../../protocol/late-events.ts";
import { newHeader } from "../../../protocol/message.ts";
import type { Message } from "../../../protocol/message.ts";

const request = newHeader("execute_request", "s");
const message = (type: string, content: object, parent = request): Message => ({
  channel: type.endsWith("_reply") ? "shell" : "iopub",
  header: newHeader(type, "s"),
  parentHeader: parent,
  metadata: {},
  content,
  buffers: [],
});
const line = message("stream", { name: "stdout", text: "a\n" });
const reply = message("execute_reply", { status: "ok", execution_count: 1 });
const idle = message("status", { execution_state: "idle" });

describe("the events that are late", () => {
  it("are those of an execution whose reply and idle status have both come, in either order", () => {
    for (const order of [
      [reply, idle],
      [idle, reply],
    ]) {
      const late = new LateEvents();
      late.begin(request.msg_id);
      for (const one of [line, ...order]) assert.equal(late.of(one), undefined);
      assert.deepEqual(late.of(line), {
        id: request.msg_id,
        event: { type: "stream", name: "stdout", text: "a\n" },
      });
    }
  });

  it("are those of executions that were begun elsewhere, as far as they show something", () => {
    const late = new LateEvents();
    assert.equal(late.of(idle), undefined);
    assert.equal(late.of(line)?.id, request.msg_id);
    assert.equal(
      late.of(message("stream", { name: "stdout", text: "b" }, newHeader("kernel_info_request", "s"))),
      undefined,
    );
  });
});
