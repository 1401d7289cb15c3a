import assert from "node:assert/strict";
import { readCache, writeCache } from "../../../../extension/outputs/cache-text.ts";
import type { KeptCell } from "../../../../extension/outputs/cache-text.ts";

const cell: KeptCell = {
  ran: { key: "k", before: "b" },
  name: "clean",
  index: 3,
  at: 1_650_000_000_000,
  success: true,
  timing: [1, 2],
  outputs: [
    { items: [{ mime: "text/plain", base64: "aGk=" }], metadata: { pipenb: { frame: { rows: 2 } } } },
  ],
};

describe("a cache file", () => {
  it("gives back what was written", () => {
    assert.deepEqual(readCache(writeCache([cell], "secret"), "secret"), [cell]);
  });

  it("is ignored when another user wrote it, or someone changed it", () => {
    const text = writeCache([cell], "secret");
    assert.equal(readCache(text, "other"), undefined);
    assert.equal(readCache(text.replace("text/plain", "text/html "), "secret"), undefined);
    assert.equal(readCache(text.replace("aGk=", "aGo="), "secret"), undefined);
  });

  it("is ignored when it is broken, whatever is in it", () => {
    const text = writeCache([cell], "secret");
    const broken = [
      "",
      "\n",
      "{}",
      "{}\n[]\n",
      "null\nnull\n",
      "\u0000",
      '{"pipenb":"outputs","version":1}\n[]\n',
    ];
    for (const each of [...broken, text.slice(0, -20), text.slice(10), `${text}x`])
      assert.equal(readCache(each, "secret"), undefined);
  });
});
