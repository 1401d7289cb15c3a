import assert from "node:assert/strict";
import { readFailure } from "../../../../extension/diagnostics/read-failure.ts";

const error = (stack: string): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ name: "Error", message: "no", stack }));

describe("where a cell failed", () => {
  it("is the innermost place in the cell itself", () => {
    const stack =
      'cell [1]:9:9\n\nError: no\n    at f (cell [1]:9:9)\n    at g (cell [12] "a b":2:3)\n    at cell [12] "a b":5:1';
    assert.deepEqual(readFailure(error(stack), 12), { message: "Error: no", line: 2, column: 3 });
  });

  it("is unknown where the trace names no place in it", () => {
    assert.equal(readFailure(error("Error: no\n    at f (cell [1]:9:9)"), 2), undefined);
  });
});
