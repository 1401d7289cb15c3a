import assert from "node:assert/strict";
import { openingText } from "../../../../app/notebook/opening-text.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";

const textOf = (cells: string): string =>
  openingText(parseNotebook(`/* ---\npipenb: 1\n--- */\n\n${cells}`).notebook);

describe("what a notebook says of itself", () => {
  it("is its text before the first code, without the heading", () => {
    const text = textOf(
      "// %% [markdown]\n// # Weather\n//\n// Of a day.\n\n// %% [markdown]\n// ## Sources\n\n// %%\n1;\n\n// %% [markdown]\n// Later.\n",
    );
    assert.equal(text, "Of a day.\n\n## Sources");
  });

  it("may be nothing", () => {
    assert.equal(textOf("// %%\n1;\n"), "");
    assert.equal(textOf("// %% [markdown]\n// # Weather\n"), "");
    assert.equal(textOf(""), "");
  });
});
