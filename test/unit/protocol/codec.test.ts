import assert from "node:assert/strict";
import * as fc from "fast-check";
import { decodeFrame, decodeMessage, encodeFrame, encodeMessage } from "../../../protocol/codec.ts";
import { newHeader, ProtocolError } from "../../../protocol/message.ts";
import type { Channel, Message, MessageHeader } from "../../../protocol/message.ts";

const header = (type = "status"): MessageHeader => ({
  msg_id: "1",
  msg_type: type,
  session: "s",
  username: "u",
  date: "2012-02-05T00:00:00Z",
  version: "5.4",
});

/** A 64-bit little-endian integer, written by hand. */
const long = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, 0, 0, 0, 0, 0, 0];
const text = (value: string): number[] => [...new TextEncoder().encode(value)];

/** A frame as the documentation of Jupyter Server lays it out, from texts. */
function byHand(parts: readonly (readonly number[])[]): Uint8Array {
  const head = 8 * (parts.length + 2);
  const offsets = [head];
  for (const part of parts) offsets.push((offsets.at(-1) ?? 0) + part.length);
  return Uint8Array.from([...long(parts.length + 1), ...offsets.flatMap(long), ...parts.flat()]);
}

const isProtocolError = (error: unknown): boolean => error instanceof ProtocolError;

const anyHeader = fc.record(
  {
    msg_id: fc.string({ minLength: 1, unit: "binary" }),
    msg_type: fc.string({ minLength: 1 }),
    session: fc.string(),
    username: fc.string({ unit: "binary" }),
    date: fc.string(),
    version: fc.string(),
  },
  { noNullPrototype: true },
);
const anyJson = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
const anyObject = fc.dictionary(
  fc.string().filter((key) => key !== "__proto__"),
  anyJson,
  { noNullPrototype: true },
);
const anyMessage: fc.Arbitrary<Message> = fc.record({
  channel: fc.constantFrom<Channel>("shell", "control", "iopub", "stdin"),
  header: anyHeader,
  parentHeader: fc.option(anyHeader, { nil: undefined }),
  metadata: anyObject,
  content: anyObject,
  buffers: fc.array(fc.uint8Array()),
});

/** Buffers and Uint8Arrays compared by their bytes alone. */
const plain = (message: Message): unknown => ({
  ...message,
  buffers: message.buffers.map((buffer) => [...buffer]),
});

describe("the binary layout of messages", () => {
  it("is the one Jupyter Server documents", () => {
    const frame = encodeFrame({
      channel: "iopub",
      header: header(),
      parentHeader: undefined,
      metadata: { a: "č" },
      content: new TextEncoder().encode('{"execution_state":"idle"}'),
      buffers: [Uint8Array.of(1, 2, 3), new Uint8Array()],
    });
    const expected = byHand([
      text("iopub"),
      text(
        '{"msg_id":"1","msg_type":"status","session":"s","username":"u","date":"2012-02-05T00:00:00Z","version":"5.4"}',
      ),
      text("{}"),
      text('{"a":"č"}'),
      text('{"execution_state":"idle"}'),
      [1, 2, 3],
      [],
    ]);
    assert.deepEqual([...frame], [...expected]);
  });

  it("is read from bytes written by hand", () => {
    const message = decodeMessage(
      byHand([
        text("shell"),
        text('{"msg_id":"7","msg_type":"execute_request"}'),
        text("{}"),
        text("{}"),
        text('{"code":"1 + 1"}'),
        [9, 8],
      ]),
    );
    assert.equal(message.channel, "shell");
    assert.equal(message.header.msg_id, "7");
    assert.equal(message.parentHeader, undefined);
    assert.deepEqual(message.content, { code: "1 + 1" });
    assert.deepEqual(
      message.buffers.map((buffer) => [...buffer]),
      [[9, 8]],
    );
  });

  it("gives every message back as it was", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        assert.deepEqual(plain(decodeMessage(encodeMessage(message))), plain(message));
      }),
    );
  });

  it("keeps fields of headers that are not its own", () => {
    const extended = { ...header(), subshell_id: "x" };
    const message = {
      channel: "shell",
      parentHeader: extended,
      metadata: {},
      content: {},
      buffers: [],
    } as const;
    const back = decodeMessage(encodeMessage({ ...message, header: extended }));
    assert.deepEqual([back.header, back.parentHeader], [extended, extended]);
  });

  it("hands the content on without copying or parsing it", () => {
    const content = Buffer.alloc(10_000_000, "x");
    const frame = encodeFrame({
      channel: "iopub",
      header: newHeader("display_data", "s"),
      parentHeader: undefined,
      metadata: {},
      content,
      buffers: [],
    });
    const back = decodeFrame(frame);
    assert.equal(back.content.buffer, frame.buffer);
    assert.equal(Buffer.compare(back.content, content), 0);
  });

  it("is made around a content that has room before it, and beside one that has too little", () => {
    const memory = Buffer.from(`${"?".repeat(1_000)}{"data":{}}first textsecond`);
    const parts = {
      content: memory.subarray(1_000, 1_011),
      buffers: [memory.subarray(1_011, 1_021), memory.subarray(1_021)],
    };
    const frame = {
      channel: "iopub",
      header: newHeader("display_data", "s"),
      parentHeader: undefined,
      metadata: { pipenb: { texts: ["ž", "b"] } },
      ...parts,
    } as const;
    const copied = Buffer.from(encodeFrame(frame));
    const short = encodeFrame({ ...frame, room: 100 });
    const inPlace = encodeFrame({ ...frame, room: 1_000 });
    assert.deepEqual([...short], [...copied]);
    assert.deepEqual([...inPlace], [...copied]);
    const lastOfMemory = memory.subarray(-1);
    lastOfMemory[0] = 0;
    assert.deepEqual([short.at(-1), inPlace.at(-1)], ["d".charCodeAt(0), 0]);
    assert.equal(memory.toString("latin1", 0, 300), "?".repeat(300));
  });

  it("throws a ProtocolError and nothing else for arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.throws(() => decodeMessage(bytes), isProtocolError);
      }),
      { numRuns: 1000 },
    );
  });

  it("throws a ProtocolError or reads another message when bytes of one are damaged", () => {
    const sound = encodeMessage({
      channel: "shell",
      header: header("execute_request"),
      parentHeader: header(),
      metadata: {},
      content: { code: "1" },
      buffers: [Uint8Array.of(1)],
    });
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), fc.nat(sound.length), (at, value, length) => {
        const damaged = Uint8Array.from(sound).subarray(0, length);
        damaged[at] = value;
        try {
          decodeMessage(damaged);
        } catch (error) {
          assert.ok(error instanceof ProtocolError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });

  const broken: Record<string, Uint8Array> = {
    "no bytes": new Uint8Array(),
    "more offsets than bytes": Uint8Array.from(long(200)),
    "a count beyond all measure": Uint8Array.from(Array(64).fill(0xff)),
    "too few parts": byHand([text("shell"), text("{}")]),
    "an unknown channel": byHand(["telepathy", '{"msg_id":"1","msg_type":"x"}', "{}", "{}", "{}"].map(text)),
    "a header without an id": byHand(["shell", '{"msg_type":"x"}', "{}", "{}", "{}"].map(text)),
    "metadata that is no object": byHand(
      ["shell", '{"msg_id":"1","msg_type":"x"}', "{}", "3", "{}"].map(text),
    ),
    "a header that is no JSON": byHand(["shell", "{", "{}", "{}", "{}"].map(text)),
    "content that is not UTF-8": byHand([
      ...["shell", '{"msg_id":"1","msg_type":"x"}', "{}", "{}"].map(text),
      [0x22, 0xff, 0x22],
    ]),
  };
  for (const [name, bytes] of Object.entries(broken)) {
    it(`refuses ${name}`, () => {
      assert.throws(() => decodeMessage(bytes), isProtocolError);
    });
  }

  it("refuses offsets that run backwards or point outside", () => {
    const sound = byHand(["shell", '{"msg_id":"1","msg_type":"x"}', "{}", "{}", "{}"].map(text));
    for (const offset of [0, 55, 5000]) {
      const bytes = Uint8Array.from(sound);
      new DataView(bytes.buffer).setBigUint64(16, BigInt(offset), true);
      assert.throws(() => decodeFrame(bytes), isProtocolError);
    }
  });
});
