import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeFrame, frameKind, FrameReader } from "../../../kernel/wire/frame.ts";

describe("frames between supervisor and runtime", () => {
  it("come out as they went in, however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 1, max: 30 }), (texts, cut) => {
        const bytes = Buffer.concat(texts.map((text, id) => encodeFrame(frameKind.stdout, id, text)));
        const reader = new FrameReader();
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
});
