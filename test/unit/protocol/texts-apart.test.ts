import assert from "node:assert/strict";
import { decodeMessage, encodeFrame } from "../../../protocol/codec.ts";
import { newHeader } from "../../../protocol/message.ts";
import { takeTextsOut } from "../../../protocol/texts-apart.ts";

describe("long texts beside the content", () => {
  const long = '<p class="ž">"quoted"\n</p>'.repeat(5_000);

  it("come back where they were, and in their place", () => {
    const { data, texts } = takeTextsOut({ "text/html": long, "text/plain": "short", "text/latex": long });
    assert.deepEqual(
      texts.map(([name]) => name),
      ["text/html", "text/latex"],
    );
    const message = decodeMessage(
      encodeFrame({
        channel: "iopub",
        header: newHeader("display_data", "s"),
        parentHeader: undefined,
        metadata: { pipenb: { seq: 4, texts: texts.map(([name]) => name) } },
        content: Buffer.from(JSON.stringify({ data, metadata: {} })),
        buffers: texts.map(([, text]) => Buffer.from(text)),
      }),
    );
    // SAFETY: what was written above.
    const { data: back } = message.content as { data: Record<string, string> };
    assert.deepEqual(Object.keys(back), ["text/html", "text/plain", "text/latex"]);
    assert.ok(back["text/html"] === long && back["text/latex"] === long, "the same texts");
    assert.deepEqual(message.buffers, []);
    assert.equal(JSON.stringify(message.metadata), '{"pipenb":{"seq":4}}');
  });

  it("are none that is short, no text, or has half a character that bytes cannot hold", () => {
    const data = { "text/plain": "short", "application/json": [long], "text/html": `${long}\ud800` };
    assert.deepEqual(takeTextsOut(data), { data, texts: [] });
  });
});
