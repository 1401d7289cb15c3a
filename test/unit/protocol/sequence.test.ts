import assert from "node:assert/strict";
import { newHeader } from "../../../protocol/message.ts";
import { Sequence } from "../../../protocol/sequence.ts";

function after(since: number | undefined, ...numbers: readonly unknown[]): Sequence {
  const sequence = new Sequence(since);
  for (const seq of numbers)
    sequence.note({
      channel: "iopub",
      header: newHeader("status", "s"),
      parentHeader: undefined,
      metadata: seq === undefined ? {} : { pipenb: { seq } },
      content: {},
      buffers: [],
    });
  return sequence;
}

describe("the numbers on messages", () => {
  it("start anywhere for a new client", () => {
    const sequence = after(undefined, 7, 8);
    assert.deepEqual([sequence.last, sequence.missed], [8, 0]);
  });

  it("go on where a client that comes back left off", () => {
    assert.equal(after(4, 5, 6).missed, 0);
    assert.equal(after(4).last, 4);
  });

  it("show what the kernel had let go of", () => {
    assert.equal(after(4, 9, 10).missed, 4);
  });

  it("show a gap in the middle", () => {
    assert.equal(after(undefined, 1, 2, 5).missed, 2);
  });

  it("do not mind messages without a number or with nonsense for one", () => {
    const sequence = after(undefined, 1, undefined, "x", -3, 2);
    assert.deepEqual([sequence.last, sequence.missed], [2, 0]);
  });
});
