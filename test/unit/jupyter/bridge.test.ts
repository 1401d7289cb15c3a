import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { Bridge } from "../../../jupyter/bridge.ts";
import type { BridgedKernel, StartingKernel } from "../../../jupyter/bridge.ts";
import { deferred } from "../../../protocol/deferred.ts";
import type { RawFrame } from "../../../protocol/codec.ts";
import { newHeader } from "../../../protocol/message.ts";
import type { Channel, MessageHeader } from "../../../protocol/message.ts";

const frame = (
  type: string,
  content: object = {},
  { channel = "shell", parent }: { channel?: Channel; parent?: MessageHeader } = {},
): RawFrame => ({
  channel,
  header: newHeader(type, "test"),
  parentHeader: parent,
  metadata: {},
  content: Buffer.from(JSON.stringify(content)),
  buffers: [],
});
const cell = (code: string): RawFrame => frame("execute_request", { code });

/** A bridge with clients and a kernel that are played. */
class Played {
  readonly sent: RawFrame[] = [];
  readonly toKernel: RawFrame[] = [];
  readonly starts: StartingKernel[] = [];
  isBehind = false;
  readonly paused: string[] = [];
  readonly bridge: Bridge;
  #start = deferred<BridgedKernel>();
  readonly kernelEnded = deferred<string>();
  stopped = 0;

  constructor(patience = 60_000) {
    this.bridge = new Bridge({
      clients: {
        send: (each) => this.sent.push(each),
        isClientBehind: () => this.isBehind,
      },
      version: "1.2.3",
      patience,
      start: (starting) => {
        this.starts.push(starting);
        this.#start = deferred();
        starting.signal.addEventListener("abort", () => {
          this.#start.reject(new Error("aborted"));
        });
        return this.#start.promise;
      },
    });
  }

  async started(notices: readonly string[] = []): Promise<void> {
    this.#start.resolve({
      send: (each) => this.toKernel.push(each),
      pause: () => this.paused.push("pause"),
      resume: () => this.paused.push("resume"),
      stop: () => {
        this.stopped += 1;
        this.kernelEnded.resolve("it was stopped");
        return Promise.resolve();
      },
      ended: this.kernelEnded.promise,
      notices,
    });
    await pause(1);
  }

  async failed(why: string): Promise<void> {
    this.#start.reject(new Error(why));
    await pause(1);
  }

  fromKernel(each: RawFrame): void {
    this.starts.at(-1)?.onFrame(each);
  }

  /** What clients were told, in short. */
  get told(): readonly string[] {
    return this.sent.map(({ channel, header, content }) => {
      const said = JSON.parse(Buffer.from(content).toString()) as Record<string, unknown>;
      const word = said["execution_state"] ?? said["text"] ?? said["status"] ?? said["evalue"];
      return `${channel} ${header.msg_type} ${String(word)}`;
    });
  }
}

describe("the bridge to Jupyter's clients", () => {
  it("says who it is while there is no kernel, and keeps cells in their order until there is one", async () => {
    const played = new Played();
    const info = frame("kernel_info_request");
    const [one, two] = [cell("1"), cell("2")];
    for (const each of [info, one, two]) played.bridge.take(each);
    assert.deepEqual(played.told, ["iopub status busy", "shell kernel_info_reply ok", "iopub status idle"]);
    assert.equal(played.sent[1]?.parentHeader, info.header);
    await played.started();
    assert.deepEqual(played.toKernel, [one, two]);
    played.bridge.take(info);
    assert.equal(played.toKernel.at(-1), info);
  });

  it("shows a long start in the first cell that a person waits for", async () => {
    const played = new Played(0);
    await pause(5);
    played.starts[0]?.onProgress("Building the notebook's image…");
    assert.deepEqual(played.told, []);
    const silent = frame("execute_request", { code: "0", silent: true });
    const shown = cell("1");
    for (const each of [silent, shown]) played.bridge.take(each);
    played.starts[0]?.onProgress("Installing the npm packages (step 3 of 5)");
    assert.deepEqual(played.told, [
      "iopub status busy",
      "iopub stream Building the notebook's image…\n",
      "iopub stream Installing the npm packages (step 3 of 5)\n",
    ]);
    assert.ok(played.sent.every(({ parentHeader }) => parentHeader === shown.header));
    await played.started();
    assert.deepEqual(played.toKernel, [silent, shown]);
  });

  it("answers questions by nothing known when a start takes long", async () => {
    const played = new Played(10);
    played.bridge.take(frame("complete_request", { code: "Math.", cursor_pos: 5 }));
    while (!played.told.includes("shell complete_reply ok")) await pause(5);
    for (const type of ["inspect", "is_complete", "history", "comm_info"])
      played.bridge.take(frame(`${type}_request`));
    const replies = played.told.filter((told) => told.startsWith("shell"));
    assert.deepEqual(replies, [
      "shell complete_reply ok",
      "shell inspect_reply ok",
      "shell is_complete_reply unknown",
      "shell history_reply ok",
      "shell comm_info_reply ok",
    ]);
  });

  it("fails the waiting cells where there is no kernel to be had, and tries again with the next", async () => {
    const played = new Played();
    for (const code of ["1", "2"]) played.bridge.take(cell(code));
    await played.failed("image.npm names no package. Change it.");
    assert.deepEqual(played.told, [
      "iopub status busy",
      "iopub error image.npm names no package. Change it.",
      "shell execute_reply error",
      "iopub status idle",
      "shell execute_reply aborted",
      "iopub status idle",
    ]);
    assert.equal(played.starts.length, 1);
    const third = cell("3");
    played.bridge.take(third);
    assert.equal(played.starts.length, 2);
    await played.started();
    assert.deepEqual(played.toKernel, [third]);
  });

  it("breaks a start off when the person interrupts it", async () => {
    const played = new Played();
    played.bridge.take(cell("1"));
    played.bridge.take(frame("interrupt_request", {}, { channel: "control" }));
    await pause(1);
    assert.ok(played.told.includes("control interrupt_reply ok"));
    assert.ok(
      played.told.includes(
        "iopub error The start of the kernel was interrupted. Run a cell to start it again.",
      ),
    );
  });

  it("says once what the person should know, behind the first cell's own beginning", async () => {
    const played = new Played();
    await played.started(["Cells run elsewhere."]);
    for (const code of ["1", "2"]) {
      const request = cell(code);
      played.bridge.take(request);
      played.fromKernel(
        frame("status", { execution_state: "busy" }, { channel: "iopub", parent: request.header }),
      );
      played.fromKernel(frame("execute_input", {}, { channel: "iopub", parent: request.header }));
    }
    assert.deepEqual(played.told, [
      "iopub status busy",
      "iopub execute_input undefined",
      "iopub stream Cells run elsewhere.\n",
      "iopub status busy",
      "iopub execute_input undefined",
    ]);
  });

  it("hides that a cell has ended its runtime, which is not the kernel's death", async () => {
    const played = new Played();
    await played.started();
    played.fromKernel(frame("status", { execution_state: "restarting" }, { channel: "iopub" }));
    played.fromKernel(frame("status", { execution_state: "idle" }, { channel: "iopub" }));
    assert.deepEqual(played.told, ["iopub status idle"]);
  });

  it("lets the kernel wait while a client is behind", async () => {
    const played = new Played();
    await played.started();
    played.isBehind = true;
    played.fromKernel(frame("stream", { text: "a" }, { channel: "iopub" }));
    played.fromKernel(frame("stream", { text: "b" }, { channel: "iopub" }));
    assert.deepEqual(played.paused, ["pause"]);
    played.isBehind = false;
    while (played.paused.length < 2) await pause(5);
    assert.deepEqual(played.paused, ["pause", "resume"]);
  });

  it("ends for a restart too, and answers when nothing is left of the kernel", async () => {
    const played = new Played();
    await played.started();
    played.bridge.take(frame("shutdown_request", { restart: true }, { channel: "control" }));
    const end = await played.bridge.ended;
    assert.equal(end.reason, "shutdown");
    assert.equal(played.stopped, 1);
    assert.ok(played.told.includes("control shutdown_reply ok"));
  });

  it("breaks a start off for a shutdown", async () => {
    const played = new Played();
    played.bridge.take(frame("shutdown_request", { restart: false }, { channel: "control" }));
    assert.equal((await played.bridge.ended).reason, "shutdown");
    assert.equal(played.starts[0]?.signal.aborted, true);
  });

  it("ends with a kernel that ends by itself", async () => {
    const played = new Played();
    await played.started();
    played.kernelEnded.resolve("The kernel ended: exit code 137.");
    assert.deepEqual(await played.bridge.ended, {
      reason: "kernel-ended",
      words: "The kernel ended: exit code 137.",
    });
  });
});
