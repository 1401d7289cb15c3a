import assert from "node:assert/strict";
import { helpAskedBy } from "../../../../notebook/live/help-asked.ts";

describe("a cell that asks for help", () => {
  for (const [code, expected] of [
    ["?Math", "Math"],
    ["Math?", "Math"],
    [" ?? data.orders ;\n", "data.orders"],
    ["größe$1??", "größe$1"],
    ["?", undefined],
    ["a ?", undefined],
    ["a ? b : c", undefined],
    ["?a b", undefined],
    ["?f()", undefined],
    ["a?.b", undefined],
    ["?1a", undefined],
  ] as const)
    it(`${JSON.stringify(code)} is about ${String(expected)}`, () => {
      assert.equal(helpAskedBy(code), expected);
    });
});
