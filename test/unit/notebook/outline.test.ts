import assert from "node:assert/strict";
import fc from "fast-check";
import { fileParts } from "../../../notebook/outline.ts";

describe("the parts of a file", () => {
  const text =
    "#!/usr/bin/env pipenb\n/* ---\npipenb: 1\n--- */\n\n// %% [markdown]\n// # Orders\n//\n// Daily.\n\n" +
    "// %% [parameters]\nconst day = 1;\n\n// %% name=load\nconst a = `\n// %%\n`;\n\n\n// %%\n\n// %%\n  a + 1;";

  for (const [words, eol] of [
    ["", "\n"],
    [" with the line ends of Windows", "\r\n"],
  ] as const) {
    it(`are its front matter and its cells, by name and line${words}`, () => {
      assert.deepEqual(
        fileParts(text.replaceAll("\n", eol)).map(({ kind, name, firstLine, lastLine }) =>
          [kind, name, firstLine, lastLine].join(" "),
        ),
        [
          "frontMatter front matter 1 3",
          "markdown Orders 5 8",
          "parameters parameters 10 11",
          "code load 13 16",
          "code empty cell 19 19",
          "code a + 1; 21 22",
        ],
      );
    });
  }

  it("follow each other in any text", () => {
    const pieces = fc.constantFrom(
      "// %%\n",
      "\n",
      "/* ---\n",
      "--- */\n",
      "`",
      "x\r\n",
      "\r",
      "// %% [markdown]\n",
    );
    fc.assert(
      fc.property(fc.array(pieces), (each) => {
        let last = -1;
        for (const { firstLine, lastLine } of fileParts(each.join(""))) {
          assert.ok(firstLine > last && lastLine >= firstLine);
          last = lastLine;
        }
      }),
    );
  });
});
