/** What Jupyter's clients rely on, asked of a real kernel with their own messages. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Message } from "../../../protocol/message.ts";
import { contentOf, heard, isIdle, runAsJupyter } from "../../support/jupyter-client.ts";
import type { JupyterRan } from "../../support/jupyter-client.ts";
import { startTestKernel, type TestKernel } from "../../support/kernel-process.ts";

describe("a kernel as Jupyter's clients see it", function () {
  this.timeout(120_000);
  let kernel: TestKernel;
  beforeEach(async () => {
    kernel = await startTestKernel();
  });
  afterEach(() => kernel.stop());

  const run = (code: string, more?: object): Promise<JupyterRan> =>
    runAsJupyter(kernel.client, code, { ...more });

  /** Without waiting for a reply, of which there is none. */
  const say = (type: string, said: object, channel: "shell" | "stdin" = "shell"): void => {
    kernel.client.request(channel, type, said).catch(() => undefined);
  };

  it("says nothing that makes a saved notebook invalid", async () => {
    const schema: unknown = JSON.parse(readFileSync("test/fixtures/ipynb/nbformat.v4.5.schema.json", "utf8"));
    const notebook = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    const cells: object[] = [];
    for (const source of [
      "console.log(1); console.error(2); display.html('<b>3</b>'); ({ four: [5, { six: 7 }] })",
      "Array.from({ length: 3 }, (_, n) => ({ n }))",
      "throw new Error('no')",
      "const =",
      "process.exit(3)",
    ]) {
      const { outputs, reply } = await run(source);
      const { execution_count } = reply;
      cells.push({
        cell_type: "code",
        id: `c${cells.length}`,
        metadata: {},
        source,
        execution_count,
        outputs,
      });
    }
    const saved = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
    assert.equal(cells.flatMap((cell) => ("outputs" in cell ? cell.outputs : [])).length, 8);
    assert.deepEqual(notebook.safeParse(saved).error?.issues, undefined);
  });

  it("tells beside an error what a pipeline would end with", async () => {
    const { messages } = await run("process.exit(3)");
    const error = messages.find(({ header }) => header.msg_type === "error");
    assert.equal((error?.metadata as { pipenb: { exit_code: number } }).pipenb.exit_code, 3);
  });

  it("goes on with an answer that does not say what it answers", async () => {
    const asked = heard(kernel.client, ({ header }) => header.msg_type === "input_request");
    const running = run("const name = await input('Name?'); name");
    await asked;
    say("input_reply", { value: "Eva" }, "stdin");
    const { outputs } = await running;
    assert.deepEqual(
      outputs.map(({ data }) => data),
      [{ "text/plain": "'Eva'" }],
    );
  });

  it("gives such an answer to the cell that asks, and not to one that was interrupted before it was answered", async () => {
    const asks = (prompt: string): Promise<Message> =>
      heard(
        kernel.client,
        ({ header, content }) =>
          header.msg_type === "input_request" && (content as { prompt: string }).prompt === prompt,
      );
    const first = asks("a");
    const interrupted = run('await input("a")');
    await first;
    await kernel.client.interrupt();
    assert.equal((await interrupted).outputs[0]?.["output_type"], "error");
    const second = asks("b");
    const running = run('const n = await input("b"); n');
    await second;
    say("input_reply", { value: "Eva" }, "stdin");
    assert.deepEqual((await running).outputs[0]?.["data"], { "text/plain": "'Eva'" });
  });

  it("is done with a request while a cell runs, and is busy with the cell again", async () => {
    const states: string[] = [];
    kernel.client.onMessage(({ header, parentHeader, content }) => {
      if (header.msg_type === "status")
        // SAFETY: the content of a status.
        states.push(
          `${String(parentHeader?.msg_type)} ${(content as { execution_state: string }).execution_state}`,
        );
    });
    const begun = heard(kernel.client, ({ header }) => header.msg_type === "execute_input");
    const running = run("await new Promise((resolve) => setTimeout(resolve, 5000))");
    await begun;
    for (const [type, content] of [
      ["kernel_info_request", {}],
      ["comm_info_request", { target_name: "jupyter.widget" }],
    ] as const)
      await kernel.client.request("shell", type, content);
    const done = heard(kernel.client, (each) => each.parentHeader?.msg_type === "comm_open" && isIdle(each));
    say("comm_open", { comm_id: "c", target_name: "jupyter.widget.control", data: {} });
    await done;
    await running;
    assert.deepEqual(states, [
      "execute_request busy",
      "kernel_info_request busy",
      "kernel_info_request idle",
      "execute_request busy",
      "comm_info_request busy",
      "comm_info_request idle",
      "execute_request busy",
      "comm_open busy",
      "comm_open idle",
      "execute_request busy",
      "execute_request idle",
    ]);
  });

  it("keeps a cell that has ended its process, and counts from one again", async () => {
    await run("1");
    const all: Message[] = [];
    kernel.client.onMessage((message) => all.push(message));
    const { reply, outputs } = await run("process.exit(3)");
    assert.deepEqual([reply["status"], reply["ename"]], ["error", "RuntimeEnded"]);
    assert.equal(outputs.at(-1)?.["ename"], "RuntimeEnded");
    // At this Jupyter's clients would forget the cell before its error comes.
    assert.doesNotMatch(JSON.stringify(all.map(contentOf)), /restarting/);
    assert.equal((await run("2")).reply["execution_count"], 1);
  });

  it("tells expressions beside the reply of a cell that ended well", async () => {
    const user_expressions = {
      sum: "a + 1 as number",
      late: "await Promise.resolve(a)",
      wrong: "b",
      no: "1 +",
    };
    const { reply } = await run("const a = 1", { user_expressions });
    const told = reply["user_expressions"] as Record<string, Record<string, unknown>>;
    assert.deepEqual(told["sum"], { status: "ok", data: { "text/plain": "2" }, metadata: {} });
    assert.deepEqual(told["late"]?.["data"], { "text/plain": "1" });
    assert.deepEqual([told["wrong"]?.["status"], told["wrong"]?.["ename"]], ["error", "ReferenceError"]);
    assert.deepEqual([told["no"]?.["status"], told["no"]?.["ename"]], ["error", "SyntaxError"]);
    assert.equal("user_expressions" in (await run("throw 1", { user_expressions })).reply, false);
  });

  it("gives help as a page", async () => {
    await run("/** Adds one. */\nfunction next(to: number) { return to + 1; }");
    for (const code of ["?next", "next?", "?Math.max"]) {
      const { reply, outputs } = await run(code);
      assert.deepEqual([reply["status"], outputs], ["ok", []]);
      const [{ source, data } = { source: "", data: {} }, ...more] = reply["payload"] as {
        source: string;
        data: Record<string, unknown>;
      }[];
      assert.deepEqual([source, more], ["page", []]);
      assert.match(
        String(data["text/plain"]),
        code.includes("next") ? /next\(to: number\)[^]*Adds one/ : /max/,
      );
    }
    assert.equal((await run("?nothing")).reply["ename"], "SyntaxError");
  });

  it("clears what a cell has shown", async () => {
    const { messages } = await run(
      "display(1); display.clear({ wait: true }); console.log(2); display.clear()",
    );
    assert.deepEqual(
      messages
        .map(({ header, content }) => [header.msg_type, (content as { wait?: boolean }).wait])
        .slice(2, -2),
      [
        ["display_data", undefined],
        ["clear_output", true],
        ["stream", undefined],
        ["clear_output", false],
      ],
    );
  });

  it("does as an execute_request says", async () => {
    const silent = await run("console.log(1); 2", { silent: true });
    assert.deepEqual(silent.messages.map(({ header }) => header.msg_type).includes("execute_result"), false);
    assert.equal(
      silent.messages.some(({ header }) => header.msg_type === "execute_input"),
      false,
    );
    const refused = await run("await input()", { allow_stdin: false });
    assert.match(String(refused.reply["evalue"]), /Nobody can be asked/);
    const [first, second] = await Promise.all([run("throw 1", { stop_on_error: false }), run("3")]);
    assert.deepEqual([first.reply["status"], second.reply["status"]], ["error", "ok"]);
    const counted = await run("4", { store_history: false });
    assert.equal(counted.reply["execution_count"], second.reply["execution_count"]);
  });

  it("moves a value by a widget's messages, and shows it to who comes later", async () => {
    const all: Message[] = [];
    kernel.client.onMessage((message) => all.push(message));
    const code = `import { slider, widget } from "pipenb";
const level = slider({ label: "level", min: 1, max: 9, value: 3 });
level.onChange(({ value }) => console.log("moved to", value));
const picture = widget({ esm: "export default {}", state: { bytes: new Uint8Array([1, 2]), n: 1 } });
level`;
    const { outputs, messages } = await run(code);
    const opened = messages.filter(({ header }) => header.msg_type === "comm_open");
    assert.deepEqual(
      opened.map(({ metadata }) => metadata["version"]),
      Array(4).fill("2.1.0"),
    );
    const { data } = outputs[0] as { data: Record<string, unknown> };
    const view = data["application/vnd.jupyter.widget-view+json"] as { model_id: string };
    assert.equal(data["text/plain"], "level: 3");
    const { buffers, content } = opened.at(-1) ?? assert.fail();
    assert.deepEqual(
      buffers.map((each) => [...each]),
      [[1, 2]],
    );
    assert.deepEqual((content as { data: { buffer_paths: unknown } }).data.buffer_paths, [["bytes"]]);

    // As JupyterLab does, which sends the next value at "idle".
    const idle = async (type: string, said: object): Promise<void> => {
      const done = heard(kernel.client, (each) => each.parentHeader?.msg_type === type && isIdle(each));
      say(type, said);
      await done;
    };
    const comm_id = view.model_id;
    await idle("comm_msg", { comm_id, data: { method: "update", state: { value: 7 }, buffer_paths: [] } });
    assert.equal((await run("level.state.value")).outputs[0]?.["data"] !== undefined, true);
    assert.deepEqual((await run("level.state")).outputs[0]?.["data"], { "text/plain": "{ value: 7 }" });
    const echo = all.find(({ content: said }) => JSON.stringify(said).includes("echo_update"));
    assert.equal(echo?.parentHeader?.msg_type, "comm_msg");
    const printed = all.find(({ content: said }) => JSON.stringify(said).includes("moved to 7"));
    assert.equal(printed?.parentHeader?.msg_id, opened[0]?.parentHeader?.msg_id);

    await idle("comm_msg", { comm_id, data: { method: "request_state" } });
    const state = all.findLast(({ content: said }) => JSON.stringify(said).includes("FloatSliderModel"));
    assert.equal((state?.content as { data: { state: { value: number } } }).data.state.value, 7);
    // What a page says that is as it was is no change.
    const again = { method: "update", state: { value: 6.999999999999999 }, buffer_paths: [] };
    await idle("comm_msg", { comm_id, data: again });
    assert.equal(all.filter(({ content: said }) => JSON.stringify(said).includes("moved to 7")).length, 1);

    await idle("comm_open", { comm_id: "c", target_name: "jupyter.widget.control", data: {} });
    await idle("comm_msg", { comm_id: "c", data: { method: "request_states" } });
    const told = all.find(({ content: said }) => JSON.stringify(said).includes("update_states"));
    const { states, buffer_paths } = (told?.content as { data: { states: object; buffer_paths: string[][] } })
      .data;
    assert.equal(Object.keys(states).length, 4);
    const slider = (states as Record<string, { model_name: string; state: { value: number } }>)[comm_id];
    assert.deepEqual([slider?.model_name, slider?.state.value], ["FloatSliderModel", 7]);
    assert.deepEqual(buffer_paths[0]?.slice(1), ["state", "bytes"]);
    assert.deepEqual([...(told?.buffers[0] ?? [])], [1, 2]);
    const info = await kernel.client.ask("comm_info_request", { target_name: "jupyter.widget" });
    assert.equal(Object.keys(info.comms).length, 4);
  });

  it("hears of comms that clients open", async () => {
    await run(`import { onComm } from "pipenb";
onComm("mine", (comm, data) => {
  comm.onMessage((said, buffers) => comm.send({ heard: said }, buffers));
  comm.onClose(() => { throw new Error("it is closed") });
  comm.send({ opened: data });
});`);
    const told = async (text: string, type: string, said: object): Promise<void> => {
      const answer = heard(kernel.client, ({ content }) => JSON.stringify(content).includes(text));
      say(type, { comm_id: "c", ...said });
      await answer;
    };
    await told('{"opened":{"a":1}}', "comm_open", { target_name: "mine", data: { a: 1 } });
    await told('{"heard":{"b":2}}', "comm_msg", { data: { b: 2 } });
    await told("it is closed", "comm_close", { data: {} });
  });

  it("says what to write in place of what another kernel has", async () => {
    for (const [code, expected] of [
      ["%time 1 + 1", /console\.time/],
      ["%%bash\nls", /await \$`…`/],
      ["!ls", /await \$`ls`/],
      ["npm install ms", /image\.npm/],
      ['require("fs")', /import name from "fs"/],
      ['Deno.readTextFileSync("a")', /readFileSync\(path, "utf8"\)/],
      ["?nothing", /Help about nothing/],
    ] as const) {
      const { reply } = await run(code);
      assert.match(String((reply["traceback"] as string[]).at(-1)), expected, code);
    }
    const { reply } = await run("throw new Error('of its own')");
    assert.match(String((reply["traceback"] as string[]).at(-1)), /Error: of its own/);
  });

  it("looks back at the cells that it has run", async () => {
    await run("const a = 1");
    await run("a + 1");
    await run("a", { store_history: false });
    await run("a", { silent: true });
    const history = async (content: object): Promise<unknown> =>
      contentOf(await kernel.client.request("shell", "history_request", content))["history"];
    assert.deepEqual(await history({ hist_access_type: "tail", n: 9, output: true, raw: true }), [
      [1, 1, ["const a = 1", null]],
      [1, 2, ["a + 1", "2"]],
    ]);
    await kernel.client.ask("shutdown_request", { restart: true });
    await run("1");
    assert.deepEqual(await history({ hist_access_type: "search", pattern: "a*", n: 1 }), [[1, 2, "a + 1"]]);
    assert.deepEqual(await history({ hist_access_type: "range", session: 0 }), [[2, 1, "1"]]);
  });
});
