import assert from "node:assert/strict";
import { readyReader } from "../../../protocol/launch.ts";

const line = '{"pipenb":"ready","port":40123,"id":"a","pid":7}\n';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the ready line", () => {
  it("is found between other lines and in pieces of any size", () => {
    const read = readyReader();
    const found = [...bytes(`Debugger listening é\n{"pipenb": not yet\n${line}more`)].map((byte) =>
      read(Uint8Array.of(byte)),
    );
    assert.deepEqual(
      found.filter((ready) => ready !== undefined),
      [{ pipenb: "ready", port: 40123, id: "a", pid: 7 }],
    );
  });

  it("is not taken from a line that only looks alike", () => {
    const read = readyReader();
    assert.equal(read(bytes('{"pipenb":"ready"}\n{"pipenb":"ready","port":\n')), undefined);
    assert.equal(read(bytes(line))?.port, 40123);
  });
});
