import assert from "node:assert/strict";
import { namedCode } from "../../../../extension/dataframes/named-code.ts";

describe("code of a dataframe's view", () => {
  it("is kept under a name and shown", () => {
    assert.equal(
      namedCode("orders\n  .slice(1)", ["const orders = [];"]),
      "const view = orders\n  .slice(1);\nview",
    );
  });

  it("takes a name that no cell has in it", () => {
    const texts = ["const view = 1;", "await open(view2)", "viewer"];
    assert.equal(namedCode("orders", texts), "const view3 = orders;\nview3");
  });
});
