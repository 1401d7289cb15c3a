import assert from "node:assert/strict";
import { pathExports, pathImport } from "../../../../language/module/path-imports.ts";

describe("imports of node:path", () => {
  it("are known for its functions and constants", () => {
    const kinds = new Map(pathExports.map(({ name, kind }) => [name, kind]));
    assert.equal(kinds.get("basename"), "function");
    assert.equal(kinds.get("sep"), "constant");
    assert.equal(kinds.get("default"), undefined);
    assert.deepEqual(pathImport("join"), {
      module: "node:path",
      imported: "join",
      local: "join",
      typeOnly: false,
      quote: '"',
    });
    assert.equal(pathImport("joined"), undefined);
  });
});
