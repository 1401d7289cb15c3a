import assert from "node:assert/strict";
import { variableRow } from "../../../../extension/views/variable-row.ts";

describe("a variable in the list", () => {
  it("is known by its name, type and value", () => {
    const row = variableRow({ name: "limit", type: "number", preview: "3" });
    assert.equal(row.label, "limit");
    assert.equal(row.description, "number — 3");
    assert.equal(row.icon, "symbol-number");
  });

  it("says rows and columns of a dataframe, also when nobody has counted them", () => {
    const frame = { name: "orders", type: "DataFrame", preview: "day: String" };
    assert.equal(
      variableRow({ ...frame, shape: [1461, 6] }).description,
      "DataFrame (1461 × 6) — day: String",
    );
    assert.equal(variableRow({ ...frame, shape: [null, 6] }).description, "DataFrame (? × 6) — day: String");
    assert.equal(variableRow({ ...frame, shape: [1461, 6] }).icon, "table");
  });

  it("says the entries of a collection", () => {
    const row = variableRow({ name: "days", type: "Array", shape: [2], preview: "[ 1, 2 ]" });
    assert.equal(row.description, "Array (2) — [ 1, 2 ]");
    assert.equal(row.icon, "symbol-array");
  });
});
