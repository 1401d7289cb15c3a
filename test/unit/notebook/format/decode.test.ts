import assert from "node:assert/strict";
import { decodeText } from "../../../../notebook/format/decode.ts";

describe("the bytes of a notebook", () => {
  for (const text of ["", "\uFEFF// %%\r\n1", "žluťoučký 🐎", "\uFFFD itself", "\0"]) {
    it(`are the text ${JSON.stringify(text)}`, () => {
      assert.deepEqual(decodeText(new TextEncoder().encode(text)), { kind: "text", text });
    });
  }

  for (const [bytes, byte, line, column] of [
    [[0x61, 0x0a, 0x62, 0xe9, 0x63], "byte 4 of the file, 0xE9", 2, 2],
    [[0xef, 0xbf, 0xbd, 0xff], "byte 4 of the file, 0xFF", 1, 2],
    [[0xef, 0xbf, 0x41], "byte 1 of the file, 0xEF", 1, 1],
    [[0x0d, 0x0a, 0xe2, 0x82], "byte 3 of the file, 0xE2", 2, 1],
    [[0xed, 0xa0, 0x80], "byte 1 of the file, 0xED", 1, 1],
  ] as const) {
    it(`are refused at ${byte}`, () => {
      const decoded = decodeText(Uint8Array.from(bytes));
      if (decoded.kind === "text") assert.fail(decoded.text);
      assert.ok(decoded.message.includes(`${byte}, is no part of a character`), decoded.message);
      assert.deepEqual([decoded.line, decoded.column], [line, column]);
    });
  }

  it("of UTF-16 are told as such", () => {
    const decoded = decodeText(Uint8Array.from([0xff, 0xfe, 0x2f, 0]));
    assert.match(decoded.kind === "text" ? "" : decoded.remedy, /UTF-16/);
  });
});
