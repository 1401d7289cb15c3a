import assert from "node:assert/strict";
import { HeldText } from "../../../../kernel/run/held-text.ts";
import { PacketReader } from "../../../../kernel/wire/packet.ts";
import { fromRuntime } from "../../../../kernel/wire/packet-table.ts";

describe("text that is held", () => {
  /** A pipe that takes so many bytes at a time. */
  const pipe = (
    most: number,
  ): { packets: () => string[]; write: (bytes: Buffer, start: number, end: number) => number } => {
    const reader = new PacketReader();
    const read: string[] = [];
    return {
      packets: () => read,
      write: (bytes, start, end) => {
        const next = Math.min(end, start + most);
        for (const { id, payload } of reader.push(Buffer.from(bytes.subarray(start, next))))
          read.push(`${id}:${payload.toString()}`);
        return next - start;
      },
    };
  };
  const never = (): void => assert.fail("it waits");

  it("is written as one packet", () => {
    const { packets, write } = pipe(1_000_000);
    const held = new HeldText(1, write);
    for (const line of ["a\n", "ž\n", "c\n"]) assert.ok(held.add(fromRuntime.stdout.number, 7, line));
    held.flush(never);
    assert.deepEqual(packets(), ["7:a\nž\nc\n"]);
    assert.ok(held.isEmpty);
  });

  it("is of one execution and one stream", () => {
    const held = new HeldText(1, pipe(1).write);
    assert.ok(held.add(fromRuntime.stdout.number, 1, "a"));
    assert.ok(!held.add(fromRuntime.stdout.number, 2, "a"));
    assert.ok(!held.add(fromRuntime.stderr.number, 1, "a"));
    assert.ok(held.add(fromRuntime.stdout.number, 1, "b"));
  });

  it("has no room for more than its memory", () => {
    const held = new HeldText(1, pipe(1).write);
    let lines = 0;
    while (held.add(fromRuntime.stdout.number, 1, "x".repeat(1000))) lines += 1;
    assert.ok(lines > 50 && lines < 66, String(lines));
  });

  it("is written by the other thread where that comes to it first, each byte once", () => {
    const { packets, write } = pipe(5);
    const held = new HeldText(1, write);
    const other = new HeldText(2, write, held.shared);
    assert.ok(held.add(fromRuntime.stdout.number, 1, "first line\n"));
    assert.ok(!other.tryFlush());
    assert.ok(!held.add(fromRuntime.stdout.number, 1, "second line\n"), "its packet has begun");
    let waits = 0;
    held.flush(() => (waits += 1));
    assert.ok(waits > 0);
    assert.ok(other.tryFlush());
    assert.ok(held.add(fromRuntime.stdout.number, 1, "second line\n"));
    while (!other.tryFlush());
    assert.deepEqual(packets(), ["1:first line\n", "1:second line\n"]);
  });
});
