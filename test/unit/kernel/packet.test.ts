import assert from "node:assert/strict";
import fc from "fast-check";
import { encodePacket, headBytes, PacketReader } from "../../../kernel/wire/packet.ts";
import type { PacketKind, Speaker } from "../../../kernel/wire/packet.ts";
import { fromRuntime, toRuntime } from "../../../kernel/wire/packet-table.ts";

describe("packets between supervisor and runtime", () => {
  it("come out as they went in, however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 1, max: 30 }), (texts, cut) => {
        const bytes = Buffer.concat(texts.map((text, id) => encodePacket(fromRuntime.stdout, id, text)));
        const reader = new PacketReader();
        const seen = [];
        for (let at = 0; at < bytes.length; at += cut)
          seen.push(...reader.push(bytes.subarray(at, at + cut)));
        assert.deepEqual(
          seen.map(({ id, payload }) => [id, payload.toString()]),
          texts.map((text, id) => [id, Buffer.from(text).toString()]),
        );
      }),
    );
  });

  it("leave room before one that comes in pieces, and write into no other packet", () => {
    const long = "long ".repeat(40_000);
    const bytes = Buffer.concat(
      ["before", long, "after"].map((text, id) => encodePacket(fromRuntime.stdout, id, text)),
    );
    const reader = new PacketReader();
    const seen = [];
    for (let at = 0; at < bytes.length; at += 65_536) {
      for (const packet of reader.push(Buffer.from(bytes.subarray(at, at + 65_536)))) {
        const { buffer, byteOffset } = packet.payload;
        new Uint8Array(buffer, byteOffset - packet.room, packet.room).fill(255);
        seen.push(packet);
      }
    }
    assert.deepEqual(
      seen.map(({ payload }) => payload.toString()),
      ["before", long, "after"],
    );
    assert.ok((seen[1]?.room ?? 0) > 1_000);
  });

  /** What is read of a thing that is said. */
  const read = <Sent, Read>(kind: PacketKind<Speaker, Sent, Read>, value: NoInfer<Sent>): Read => {
    const packet = encodePacket(kind, 7, value);
    assert.equal(packet.readUInt8(4), kind.number);
    return kind.decode(packet.subarray(headBytes));
  };

  /** The same of one that only has to be said. */
  const readNothing = (kind: PacketKind<Speaker, undefined>): [unknown, unknown] => [
    read(kind, undefined),
    undefined,
  ];

  it("take memory only as the bytes come, whatever a head promises", () => {
    const reader = new PacketReader();
    const head = Buffer.from("ffffffff0100000000", "hex");
    const before = process.memoryUsage().arrayBuffers;
    assert.deepEqual(reader.push(Buffer.concat([head, Buffer.alloc(10)])), []);
    assert.ok(process.memoryUsage().arrayBuffers - before < 100_000_000);
  });

  it("come whole when they are larger than what is taken at first", () => {
    const payload = Buffer.alloc(150_000_000);
    for (let at = 0; at < payload.length; at += 1_000_003) payload.writeUInt32LE(at, at);
    const packet = encodePacket(fromRuntime.stdout, 7, payload.toString("latin1"));
    const reader = new PacketReader();
    const seen = [];
    const chunk = 8_000_000;
    for (let at = 0; at < packet.length; at += chunk)
      seen.push(...reader.push(packet.subarray(at, at + chunk)));
    assert.deepEqual(
      seen.map(({ id, payload: read }) => [id, read.equals(packet.subarray(headBytes))]),
      [[7, true]],
    );
  });

  it("say each thing of the table as it was meant", () => {
    const failure = { name: "Error", message: "ž", text: "Error: ž", exitCode: 1, late: false };
    const question = { question: 1, prompt: "Name?", password: true };
    const listener = { signal: "SIGTERM", listens: true } as const;
    const record = { kind: "output", path: "a.csv", bytes: 1, rows: 2 } as const;
    const place = { name: "load", number: 2, line: 3, places: "" };
    const request = { count: 1, code: "1", silent: false, place, expressions: { a: "1" } };
    const expression = { status: "ok", data: {}, metadata: {} } as const;
    const bytes = Buffer.from([0, 255]);
    const texts = ["[]", "{}", "ž"];
    // All of it, or the compiler complains.
    const up: Record<keyof typeof fromRuntime, [unknown, unknown]> = {
      ready: readNothing(fromRuntime.ready),
      stdout: [read(fromRuntime.stdout, "ž"), Buffer.from("ž")],
      stderr: [read(fromRuntime.stderr, bytes), bytes],
      displayData: [read(fromRuntime.displayData, texts).map(String), texts],
      updateDisplayData: [read(fromRuntime.updateDisplayData, texts).map(String), texts],
      clearOutput: [read(fromRuntime.clearOutput, { wait: true }), { wait: true }],
      executeResult: [read(fromRuntime.executeResult, texts).map(String), texts],
      failure: [read(fromRuntime.failure, failure), failure],
      finished: [read(fromRuntime.finished, { a: expression }), { a: expression }],
      exiting: [read(fromRuntime.exiting, 3), 3],
      answer: [read(fromRuntime.answer, ["a"]), ["a"]],
      inputRequest: [read(fromRuntime.inputRequest, question), question],
      commOut: [read(fromRuntime.commOut, bytes), bytes],
      inspecting: [read(fromRuntime.inspecting, "ws://127.0.0.1:1/x"), "ws://127.0.0.1:1/x"],
      listens: [read(fromRuntime.listens, listener), listener],
      recorded: [read(fromRuntime.recorded, record), record],
    };
    const down: Record<keyof typeof toRuntime, [unknown, unknown]> = {
      run: [read(toRuntime.run, request), request],
      interrupt: readNothing(toRuntime.interrupt),
      ask: [read(toRuntime.ask, { about: "open" }), { about: "open" }],
      inputReply: [read(toRuntime.inputReply, { value: "ž" }), { value: "ž" }],
      commIn: [read(toRuntime.commIn, bytes), bytes],
      inspect: [read(toRuntime.inspect, true), true],
      program: [
        read(toRuntime.program, { args: ["--day", "1"], records: true }),
        { args: ["--day", "1"], records: true },
      ],
      finish: [read(toRuntime.finish, { exitCode: 0 }), { exitCode: 0 }],
      endNow: [read(toRuntime.endNow, "SIGINT"), "SIGINT"],
    };
    for (const [name, [actual, expected]] of Object.entries({ ...up, ...down }))
      assert.deepEqual(actual, expected, name);
  });

  it("have a number of their own", () => {
    const numbers = Object.values({ ...fromRuntime, ...toRuntime }).map(({ number }) => number);
    assert.equal(new Set(numbers).size, numbers.length);
  });
});
