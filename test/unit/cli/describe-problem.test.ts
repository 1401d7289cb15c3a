import assert from "node:assert/strict";
import { describeProblem } from "../../../cli/notebook/describe-problem.ts";
import { parseNotebook } from "../../../notebook/format/parse.ts";

const { notebook } = parseNotebook("// %% name=read\n1;\n2;\n\n// %%\n3;\n");

describe("a problem in words", () => {
  it("names file, place and cell", () => {
    const problem = { severity: "error", message: "Wrong.", line: 3, column: 2 } as const;
    assert.equal(describeProblem("a.pipenb", notebook, problem), 'a.pipenb:3:2 cell "read": Wrong.');
  });

  it("takes a marker line for its own cell's", () => {
    const problem = { severity: "error", message: "Wrong.", line: 5, column: 1 } as const;
    assert.equal(describeProblem("a.pipenb", notebook, problem), "a.pipenb:5:1 cell 2: Wrong.");
  });

  it("numbers a cell without name and says what to do next", () => {
    const problem = { severity: "warning", message: "Odd.", remedy: "Mend it.", line: 6, column: 1 } as const;
    assert.equal(
      describeProblem("a.pipenb", notebook, problem),
      "a.pipenb:6:1 cell 2: warning: Odd.\n  Mend it.",
    );
  });
});
