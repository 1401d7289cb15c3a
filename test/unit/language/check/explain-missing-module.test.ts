import assert from "node:assert/strict";
import { explainMissingModule } from "../../../../language/check/explain-missing-module.ts";

describe("explaining a module that TypeScript did not find", () => {
  const explain = (text: string): unknown => explainMissingModule({ code: 2307, text, start: 0, npm: {} });

  it("names the file as it is written", () => {
    assert.deepEqual(explain(`"./no.ts";`), {
      message: "There is no file ./no.ts beside the notebook.",
      remedy: "Correct the path; it starts in the folder of the file that imports.",
    });
  });

  it("says nothing of a name whose end is missing, and of the cells behind it", () => {
    assert.equal(explain(`"./no.ts;\nconst a = 1;\n"b";`), "expected");
  });
});
