import assert from "node:assert/strict";
import { answerInput, type AskForInput } from "../../../protocol/answer-input.ts";
import { newHeader, type Message } from "../../../protocol/message.ts";
import { requests } from "../../../protocol/requests.ts";
import { KernelModelSchema } from "../../../protocol/rest.ts";

describe("what a client asks a kernel", () => {
  it("looks at values by names and members, and at nothing that runs code", () => {
    const { content } = requests.pipenb_knowledge_request;
    const reads = (expression: string): boolean => content.safeParse({ about: "value", expression }).success;
    for (const expression of ["orders", "data.orders", 'tables["may"]', "rows[0]", "žluť.$a"])
      assert.ok(reads(expression), expression);
    for (const expression of ["f()", "a = 1", "a?.b", "`x`", "a[b]", "a\nb", "", "a".repeat(1_001)])
      assert.ok(!reads(expression), expression);
  });

  it("has defaults for what may be left out, and refuses what is out of bounds", () => {
    assert.deepEqual(requests.shutdown_request.content.parse({}), { restart: false });
    assert.deepEqual(requests.pipenb_knowledge_request.content.parse({ about: "files", folder: "a" }), {
      about: "files",
      folder: "a",
      prefix: "",
    });
    assert.throws(() => requests.complete_request.content.parse({ code: "", cursor_pos: -1 }));
    assert.throws(() => requests.pipenb_finish_request.content.parse({ exit_code: 256 }));
    assert.throws(() => requests.pipenb_signal_request.content.parse({ signal: "SIGKILL" }));
    assert.throws(() => KernelModelSchema.parse({ id: "k", execution_state: "asleep" }));
  });
});

describe("the answer of a person", () => {
  const question = (content: unknown): Message => ({
    channel: "stdin",
    header: newHeader("input_request", "kernel"),
    parentHeader: undefined,
    metadata: {},
    content,
    buffers: [],
  });
  const answered = async (content: unknown, ask: AskForInput | undefined): Promise<unknown> =>
    (await answerInput(question(content), "s", ask)).content;

  it("is what was typed, under the question's header", async () => {
    const asked = question({ prompt: "Name?", password: true });
    const reply = await answerInput(asked, "s", (prompt, hidden) => Promise.resolve(`${prompt} ${hidden}`));
    assert.deepEqual(reply.content, { status: "ok", value: "Name? true" });
    assert.deepEqual(reply.parentHeader, asked.header);
  });

  it("is an error where nobody can be asked, the question is none, or the person did not answer", async () => {
    for (const [content, ask, evalue] of [
      [{}, undefined, "This client takes no input."],
      [{ prompt: 1 }, () => Promise.resolve(""), "The question could not be understood."],
      [{}, () => Promise.reject(new Error("Dismissed.")), "Dismissed."],
    ] as const)
      assert.deepEqual(await answered(content, ask), {
        status: "error",
        ename: "NoInput",
        evalue,
        traceback: [],
        value: "",
      });
  });
});
