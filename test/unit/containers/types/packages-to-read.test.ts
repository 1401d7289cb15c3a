import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { packagesToRead } from "../../../../containers/types/types-of.ts";

describe("for types are read", () => {
  it("the packages of the lock but those made for one kind of machine", () => {
    assert.deepEqual(packagesToRead(readFileSync("samples/seattle-weather.lock.json", "utf8")), [
      "@duckdb/node-api",
      "@duckdb/node-bindings",
      "detect-libc",
      "nodejs-polars",
    ]);
  });

  it("no packages by name that lie inside of others", () => {
    const packages = { "": {}, "node_modules/a": {}, "node_modules/a/node_modules/b": {} };
    assert.deepEqual(packagesToRead(JSON.stringify({ packages })), ["a"]);
  });

  it("all at once where they are many, or unknown", () => {
    assert.equal(packagesToRead(readFileSync("samples/danfo.lock.json", "utf8")), undefined);
    assert.equal(packagesToRead(undefined), undefined);
  });
});
