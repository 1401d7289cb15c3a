import assert from "node:assert/strict";
import * as fc from "fast-check";
import { createDemultiplexer } from "../../../../containers/engine/demultiplex.ts";

function frame(stream: 1 | 2, text: string): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

describe("the demultiplexer", () => {
  it("gives back what each stream said, wherever the frames are cut", () => {
    const pieces = fc.array(fc.tuple(fc.constantFrom(1 as const, 2 as const), fc.string()), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(pieces, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (said, sizes) => {
        const bytes = Buffer.concat(said.map(([stream, text]) => frame(stream, text)));
        const got: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
        const feed = createDemultiplexer((stream, chunk) => got[stream].push(Buffer.from(chunk)));
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          feed(bytes.subarray(at, at + size));
          at += size;
        }
        const all = (which: 1 | 2): string =>
          said.flatMap(([stream, text]) => (stream === which ? [text] : [])).join("");
        assert.equal(Buffer.concat(got.stdout).toString(), Buffer.from(all(1)).toString());
        assert.equal(Buffer.concat(got.stderr).toString(), Buffer.from(all(2)).toString());
      }),
    );
  });

  it("does not wait for the end of a long frame", () => {
    const got: string[] = [];
    const feed = createDemultiplexer((_stream, chunk) => got.push(Buffer.from(chunk).toString()));
    feed(frame(1, "begin end").subarray(0, 8 + 5));
    assert.deepEqual(got, ["begin"]);
  });
});
