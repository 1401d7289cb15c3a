import assert from "node:assert/strict";
import { placeProblems } from "../../../../extension/diagnostics/place-problems.ts";
import type { PlacedProblem } from "../../../../extension/diagnostics/place-problems.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { readParameters } from "../../../../notebook/parameters/read-parameters.ts";

function places(text: string): readonly (readonly [PlacedProblem["cell"], number, number])[] {
  const { notebook, problems } = parseNotebook(text);
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  const all = [...problems, ...(cell === undefined ? [] : readParameters(cell).problems)];
  return placeProblems(notebook, all).map((each) => [each.cell, each.line, each.character]);
}

describe("where a problem is shown", () => {
  it("is its line of its cell", () => {
    const text =
      '// %%\n1;\n\n// %% [parameters]\nconst a = 1;\n/** Day */\nconst day: IsoDate = "2022-02-30";\n';
    assert.deepEqual(places(text), [[1, 2, 21]]);
  });

  it("is the line of the front matter's own cell", () => {
    const text = "#!/x\n\n/* ---\npipenb: 1\nimage:\n  npn: {}\n--- */\n\n// %%\n1;\n";
    assert.deepEqual(places(text), [["front matter", 2, 2]]);
  });

  it("is in the front matter also for what is missing, and for how its block ends", () => {
    assert.deepEqual(places("/* ---\ntitle: a\n--- */\n"), [["front matter", 0, 0]]);
    assert.deepEqual(places("/* ---\npipenb: 1\ntitle: a\n*/\n"), [["front matter", 1, 0]]);
    assert.deepEqual(places("/* ---\n--- */\n"), [["front matter", 0, 0]]);
  });

  it("is the first line of the cell for its marker line", () => {
    const text = "// %% name=a\n1;\n\n// %% name=a\n2;\n";
    assert.deepEqual(
      places(text).map(([cell, line]) => [cell, line]),
      [[1, 0]],
    );
  });

  it("is nowhere for a sound notebook", () => {
    assert.deepEqual(places("// %%\n1;\n"), []);
  });
});
