import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  encodeCommand,
  encodeParts,
  encodeReady,
  greeting,
  ZmtpError,
} from "../../../../jupyter/zmtp/frames.ts";
import { PeerReader } from "../../../../jupyter/zmtp/reader.ts";
import type { PeerEvent } from "../../../../jupyter/zmtp/reader.ts";

const mostBytes = 1_000_000;

/** A READY written by hand, as libzmq sends it. */
const dealerReady = Buffer.from(
  "\x04\x2c\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER\x08Identity\x00\x00\x00\x03abc",
  "latin1",
);

const bytesOf = (pieces: readonly Uint8Array[]): Buffer => Buffer.concat(pieces);

function readIn(bytes: Buffer, pieceLengths: readonly number[]): readonly PeerEvent[] {
  const reader = new PeerReader(mostBytes);
  const events: PeerEvent[] = [];
  let at = 0;
  for (const length of [...pieceLengths, bytes.length]) {
    const piece = bytes.subarray(at, at + length);
    at += piece.length;
    events.push(...reader.read(piece));
  }
  return events;
}

const isZmtpError = (error: unknown): boolean => error instanceof ZmtpError;

describe("what a ZMTP peer says", () => {
  const long = Buffer.alloc(70_000, "x");
  const said = bytesOf([
    greeting,
    dealerReady,
    ...encodeParts([Buffer.from("one")]),
    ...encodeParts([Buffer.alloc(0), Buffer.from("two"), long]),
    encodeCommand("PING", Buffer.from("\x00\x00ctx", "latin1")),
  ]);

  const check = (events: readonly PeerEvent[]): void => {
    assert.deepEqual(
      events.map(({ type }) => type),
      ["greeted", "ready", "message", "message", "command"],
    );
    const [, ready, first, second, command] = events;
    assert.ok(ready?.type === "ready");
    assert.equal(ready.properties.socketType, "DEALER");
    assert.equal(ready.properties.identity?.toString(), "abc");
    assert.ok(first?.type === "message" && second?.type === "message");
    assert.deepEqual(first.parts.map(String), ["one"]);
    assert.deepEqual(
      second.parts.map(({ length }) => length),
      [0, 3, 70_000],
    );
    assert.ok(command?.type === "command");
    assert.equal(command.command.name, "PING");
  };

  it("is the same in one piece and cut at every byte", () => {
    check(readIn(said, []));
    for (let at = 0; at < 300; at++) check(readIn(said, [at]));
    for (const at of [said.length - 1, said.length - 20, said.length - 70_000]) check(readIn(said, [at]));
  });

  it("is the same byte for byte", () => {
    const short = bytesOf([greeting, dealerReady, ...encodeParts([Buffer.from("a"), Buffer.from("b")])]);
    const events = readIn(short, Array<number>(short.length).fill(1));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["greeted", "ready", "message"],
    );
  });

  it("comes out as it went in, whatever the parts and the pieces", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 400 })),
        (parts, pieces) => {
          const bytes = bytesOf([greeting, encodeReady("DEALER"), ...encodeParts(parts)]);
          const [, , message] = readIn(bytes, pieces);
          assert.ok(message?.type === "message");
          assert.deepEqual(
            message.parts.map((part) => [...part]),
            parts.map((part) => [...part]),
          );
        },
      ),
    );
  });

  it("is refused at its first byte where it is another protocol", () => {
    assert.throws(() => new PeerReader(mostBytes).read(Buffer.from("G")), isZmtpError);
  });

  it("never breaks the reader, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 10_000 }), fc.boolean(), (bytes, isGreeted) => {
        const before = isGreeted ? [greeting, dealerReady] : [];
        try {
          readIn(bytesOf([...before, bytes]), [1, 7, 63]);
        } catch (error) {
          assert.ok(isZmtpError(error), String(error));
        }
      }),
    );
  });

  it("has limits that hold before the bytes are there", () => {
    const greeted = (bytes: Buffer): void => {
      new PeerReader(mostBytes).read(bytesOf([greeting, dealerReady, bytes]));
    };
    const frame = (flags: number, size: bigint): Buffer => {
      const head = Buffer.alloc(9, flags);
      head.writeBigUInt64BE(size, 1);
      return head;
    };
    assert.throws(() => {
      greeted(frame(2, 1_000_001n));
    }, isZmtpError);
    assert.throws(() => {
      greeted(frame(2, 2n ** 63n));
    }, isZmtpError);
    // All parts together.
    assert.throws(() => {
      greeted(bytesOf([frame(3, 600_000n), Buffer.alloc(600_000), frame(2, 600_000n)]));
    }, isZmtpError);
    assert.throws(() => {
      greeted(bytesOf(Array<Buffer>(10_001).fill(Buffer.from([1, 0]))));
    }, isZmtpError);
    // Before READY nobody has anything long to say.
    assert.throws(() => new PeerReader(mostBytes).read(bytesOf([greeting, frame(6, 10_000n)])), isZmtpError);
  });

  it("is in order: greeting, READY, messages", () => {
    const early = bytesOf([greeting, ...encodeParts([Buffer.from("early")])]);
    assert.throws(() => new PeerReader(mostBytes).read(early), isZmtpError);
    const ping = bytesOf([greeting, encodeCommand("PING", Buffer.alloc(2))]);
    assert.throws(() => new PeerReader(mostBytes).read(ping), isZmtpError);
  });

  it("is NULL and ZMTP 3, or refused", () => {
    const other = (at: number, bytes: string): Buffer => {
      const changed = Buffer.from(greeting);
      changed.write(bytes, at, "latin1");
      return changed;
    };
    for (const wrong of [other(10, "\x01"), other(12, "CURVE"), other(9, "\x00")])
      assert.throws(() => new PeerReader(mostBytes).read(wrong), isZmtpError);
  });

  it("says who it is in properties that do not break off", () => {
    for (let length = 8; length < dealerReady.length; length++) {
      const cut = Buffer.from(dealerReady.subarray(0, length));
      cut[1] = length - 2;
      const reader = new PeerReader(mostBytes);
      try {
        const [, event] = reader.read(bytesOf([greeting, cut]));
        assert.ok(event?.type === "ready");
      } catch (error) {
        assert.ok(isZmtpError(error), String(error));
      }
    }
  });
});
