import assert from "node:assert/strict";
import { Journal } from "../../../../kernel/session/journal.ts";
import { Outbox } from "../../../../kernel/session/outbox.ts";
import { Session } from "../../../../kernel/session/session.ts";
import { fromRuntime } from "../../../../kernel/wire/packet-table.ts";
import { decodeFrame, decodeMessage } from "../../../../protocol/codec.ts";
import { newHeader } from "../../../../protocol/message.ts";
import type { Message } from "../../../../protocol/message.ts";
import { FakeRuntime } from "./fake-runtime.ts";

interface Opened {
  readonly session: Session;
  readonly runtime: FakeRuntime;
  readonly outbox: Outbox;
  /** Asks for a cell and waits until it is compiled; gives the id of the request. */
  readonly execute: (
    code: string,
    more?: { readonly allowStdin?: boolean; readonly silent?: boolean },
  ) => Promise<string>;
  /** What has been sent since the last call, each as "type" or "type: what it says", without headers. */
  readonly sent: () => string[];
  readonly messages: readonly Message[];
  /** How many hold the kernel. */
  readonly held: () => number;
}

function open(): Opened {
  const messages: Message[] = [];
  const outbox = new Outbox(new Journal(), "a kernel");
  outbox.subscribe({ send: (frame) => messages.push(decodeMessage(frame)) }, undefined);
  const started: FakeRuntime[] = [];
  let held = 0;
  const session = new Session({
    startRuntime: (events) => {
      const runtime = new FakeRuntime(events);
      started.push(runtime);
      return runtime;
    },
    kernelFolder: "/kernel/",
    folder: "/notebooks",
    notebook: "daily.pipenb",
    outbox,
    lease: {
      hold: () => {
        held += 1;
        return () => (held -= 1);
      },
    },
  });
  const [runtime] = started;
  assert.ok(runtime !== undefined);
  let read = 0;
  return {
    session,
    runtime,
    outbox,
    messages,
    held: () => held,
    execute: async (code, { allowStdin = false, silent = false } = {}) => {
      const parent = newHeader("execute_request", "a client");
      session.execute({
        parent,
        code,
        silent,
        storeHistory: true,
        allowStdin,
        seen: undefined,
        stopOnError: true,
        cell: undefined,
        number: 1,
        line: 5,
        debug: { source: undefined, pause: false },
        expressions: {},
      });
      await compiled();
      return parent.msg_id;
    },
    sent: () => messages.slice(read, (read = messages.length)).map(inShort),
  };
}

/** Compiling a cell takes some turns of the event loop and no time. */
const compiled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function inShort({ header: { msg_type: type }, content }: Message): string {
  // SAFETY: contents that the session has made.
  const { execution_state, status, text, evalue, prompt } = content as Record<string, string | undefined>;
  const says = execution_state ?? status ?? text ?? evalue ?? prompt;
  return says === undefined ? type : `${type}: ${says}`;
}

const begun = ["status: busy", "execute_input"];
const ended = ["execute_reply: ok", "status: idle"];
const failure = {
  name: "Error",
  message: "no",
  text: "Error: no\n    at pipenb-cell:1:1:7",
  exitCode: 1,
  late: false,
};

describe("a session", () => {
  it("compiles a cell, has it run, shows what it writes and answers", async () => {
    const { session, runtime, execute, sent, held } = open();
    await execute("const a: number = 1; a");
    assert.deepEqual(sent(), begun);
    assert.match(runtime.calls.join(), /^run 1: .*a/);
    assert.deepEqual([session.busy, held()], [true, 1]);
    runtime.say(fromRuntime.stdout, 1, "hello");
    runtime.show(fromRuntime.executeResult, 1, { execution_count: 1, data: {}, metadata: {} });
    runtime.endCell(1);
    assert.deepEqual(sent(), ["stream: hello", "execute_result", ...ended]);
    assert.deepEqual([session.busy, held()], [false, 0]);
  });

  it("tells a cell that does not compile without asking the runtime", async () => {
    const { runtime, execute, sent } = open();
    await execute("const = 1");
    const [, , error, reply, idle] = sent();
    assert.match(String(error), /^error: /);
    assert.deepEqual([reply, idle], ["execute_reply: error", "status: idle"]);
    assert.deepEqual(runtime.calls, []);
  });

  it("gives late output to the request of the cell that wrote it, and what is nobody's to the last one", async () => {
    const { runtime, execute, messages } = open();
    const first = await execute("1");
    runtime.endCell(1);
    const second = await execute("2");
    runtime.say(fromRuntime.stdout, 1, "late");
    runtime.show(fromRuntime.displayData, 0, { data: {}, metadata: {} });
    runtime.endCell(2);
    const parentOf = (type: string): string | undefined =>
      messages.find(({ header }) => header.msg_type === type)?.parentHeader?.msg_id;
    assert.equal(parentOf("stream"), first);
    assert.equal(parentOf("display_data"), second);
  });

  it("gives long texts in the content to a client that does not put them back itself, also later", async () => {
    const { session, runtime, execute, outbox } = open();
    await execute("1");
    const heard = new Map<string, Uint8Array[]>();
    const listen = (name: string, textsApart: boolean, since?: number): void => {
      const frames: Uint8Array[] = [];
      heard.set(name, frames);
      outbox.subscribe({ textsApart, send: (frame) => frames.push(frame) }, since);
    };
    listen("plain", false);
    listen("apart", true);
    const before = outbox.last;
    const content = { data: { "text/html": "", "text/plain": "p" }, metadata: {} };
    runtime.show(fromRuntime.displayData, 1, content, { "text/html": "<b>long</b>" });
    listen("plain, later", false, before);
    listen("apart, later", true, before);
    for (const [name, [frame = new Uint8Array()]] of heard) {
      const raw = decodeFrame(frame);
      assert.equal(raw.buffers.length, name.startsWith("apart") ? 1 : 0, name);
      // SAFETY: the content that was shown.
      const { data } = decodeMessage(frame).content as typeof content;
      assert.deepEqual(data, { "text/html": "<b>long</b>", "text/plain": "p" }, name);
      const text = Buffer.from(raw.content).toString();
      assert.equal(text.includes("<b>long</b>"), !name.startsWith("apart"), name);
    }
    await session.close();
  });

  it("marks an error that comes after its cell", async () => {
    const { runtime, execute, messages } = open();
    await execute("1");
    runtime.endCell(1);
    runtime.say(fromRuntime.failure, 1, { ...failure, late: true });
    // SAFETY: the content of an error.
    const { traceback } = messages.at(-1)?.content as { traceback: string[] };
    assert.equal(traceback[0], "After its cell had ended:");
  });

  it("asks only for the running cell, and only where somebody can be asked", async () => {
    const { session, runtime, execute, sent, messages } = open();
    await execute("await input()", { allowStdin: true });
    sent();
    runtime.say(fromRuntime.inputRequest, 1, { question: 1, prompt: "Name?", password: false });
    assert.deepEqual(sent(), ["input_request: Name?"]);
    session.stdin.answer(messages.at(-1)?.header.msg_id ?? "", { value: "Eva" });
    runtime.endCell(1);
    runtime.say(fromRuntime.inputRequest, 1, { question: 2, prompt: "Late?", password: false });
    const answers = runtime.calls.filter((call) => call.startsWith("answer"));
    assert.equal(answers[0], 'answer 1: {"value":"Eva"}');
    assert.match(String(answers[1]), /answer 2: .*Nobody can be asked/);
  });

  it("gives an answer that names no question to the cell that asked last, to its oldest question", async () => {
    const { session, runtime, execute, messages } = open();
    await execute("void input()", { allowStdin: true });
    runtime.say(fromRuntime.inputRequest, 1, { question: 1, prompt: "a", password: false });
    const first = messages.at(-1)?.header.msg_id;
    runtime.endCell(1);
    await execute("await input()", { allowStdin: true });
    for (const question of [2, 3])
      runtime.say(fromRuntime.inputRequest, 2, { question, prompt: "b", password: false });
    for (const value of ["2", "3"]) session.stdin.answer(undefined, { value });
    session.stdin.answer(first, { value: "1" });
    assert.deepEqual(
      runtime.calls.filter((call) => call.startsWith("answer")),
      ['answer 2: {"value":"2"}', 'answer 3: {"value":"3"}', 'answer 1: {"value":"1"}'],
    );
  });

  it("ends the cells with their runtime, and the next one finds another", async () => {
    const { runtime, execute, sent, held } = open();
    await execute("1");
    await execute("2");
    sent();
    runtime.die("It crashed.");
    const [starting, error, ...rest] = sent();
    assert.equal(starting, "status: starting");
    assert.match(String(error), /It crashed\. All variables are lost/);
    assert.deepEqual(rest, [
      "execute_reply: error",
      "status: idle",
      "execute_reply: aborted",
      "status: idle",
    ]);
    assert.equal(held(), 0);
    await execute("3");
    assert.deepEqual(sent(), begun);
  });

  it("answers a cell that is interrupted while it waits for the runtime", async () => {
    const { session, runtime, execute, sent } = open();
    const start = Promise.withResolvers<undefined>();
    runtime.notBefore(start.promise);
    await execute("1");
    session.interrupt();
    start.resolve(undefined);
    await compiled();
    assert.match(sent().join(), /interrupted before it ran.*execute_reply: error,status: idle$/);
    assert.deepEqual(runtime.calls, []);
  });

  it("asks the runtime nothing while a cell runs", async () => {
    const { session, runtime, execute } = open();
    assert.deepEqual(await session.ask({ about: "open" }), ["an answer"]);
    await execute("1");
    assert.deepEqual(await session.ask({ about: "open" }), []);
    assert.equal(runtime.calls.filter((call) => call === "ask open").length, 1);
  });

  it("tells what runs and waits, without what is silent", async () => {
    const { session, execute } = open();
    const first = await execute("1");
    await execute("2", { silent: true });
    const third = await execute("3");
    assert.deepEqual(
      session.cells.map(({ id, since, code }) => [id, since, code]),
      [
        [first, 0, "1"],
        [third, 2, "3"],
      ],
    );
  });

  it("ends the cells of a program with it, and begins anew after a restart", async () => {
    const { session, runtime, execute, sent } = open();
    await session.beginProgram({ args: ["a", "b"], records: false });
    await execute("1");
    sent();
    runtime.endProgram();
    assert.deepEqual(await session.finishProgram(undefined), { exit_code: 0 });
    assert.match(sent().join(), /The pipeline has ended/);
    await execute("2");
    assert.match(sent().join(), /status: busy,execute_input,error.*,execute_reply: error,status: idle/);
    session.restart();
    sent();
    await execute("3");
    assert.deepEqual(sent(), begun);
    assert.ok(!runtime.calls.includes("finish"), "nobody is there to be told");
  });
});
