import assert from "node:assert/strict";
import { parseUnits } from "../../../../notebook/units/units.ts";
import { unitsText } from "../../../../notebook/units/units-text.ts";

describe("units as one writes them", () => {
  it("has days that follow one another as a range", () => {
    assert.equal(unitsText(["2022-01-31", "2022-02-01", "2022-02-03"]), "2022-01-31..2022-02-01,2022-02-03");
    assert.equal(unitsText(["2022-12", "2023-01"]), "2022-12..2023-01");
    assert.equal(unitsText(["b", "a", "c,d"]), "b,a,c\\,d");
  });

  it("is read as the same units", () => {
    for (const units of [["2022-03-26T23", "2022-03-27T00", "2022-03-27T01", "2022-03-27T03"]]) {
      const parsed = parseUnits(unitsText(units), { kind: "hour", timezone: "Europe/Zurich" });
      assert.deepEqual(parsed, { kind: "units", units });
    }
  });
});
