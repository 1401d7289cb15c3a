import assert from "node:assert/strict";
import { StreamBatcher } from "../../../kernel/session/stream-batcher.ts";

describe("batching of streams", () => {
  const collect = (): { batcher: StreamBatcher; sent: [number, string, string][] } => {
    const sent: [number, string, string][] = [];
    return {
      batcher: new StreamBatcher((execution, name, text) => sent.push([execution, name, text])),
      sent,
    };
  };

  it("joins what one cell writes to one stream, and keeps the order of streams", () => {
    const { batcher, sent } = collect();
    batcher.add(1, "stdout", Buffer.from("a"));
    batcher.add(1, "stdout", Buffer.from("b"));
    batcher.add(1, "stderr", Buffer.from("c"));
    batcher.add(1, "stdout", Buffer.from("d"));
    batcher.flush();
    assert.deepEqual(sent, [
      [1, "stdout", "ab"],
      [1, "stderr", "c"],
      [1, "stdout", "d"],
    ]);
  });

  it("keeps a character whole whose bytes come apart", () => {
    const { batcher, sent } = collect();
    const bytes = Buffer.from("žluť");
    batcher.add(1, "stdout", bytes.subarray(0, 1));
    batcher.flush();
    batcher.add(1, "stdout", bytes.subarray(1));
    batcher.flush();
    assert.equal(sent.map(([, , text]) => text).join(""), "žluť");
  });

  it("sends the rest by itself after a moment", async () => {
    const { batcher, sent } = collect();
    batcher.add(1, "stdout", Buffer.from("first"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(sent, [[1, "stdout", "first"]]);
  });
});
