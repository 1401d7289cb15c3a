import assert from "node:assert/strict";
import { table } from "../../../cli/terminal/table.ts";

describe("rows for people", () => {
  it("stand in columns", () => {
    assert.equal(table(["ID", "STATE"], [["abcdef", "running"]]), "ID      STATE\nabcdef  running\n");
  });
});
