import assert from "node:assert/strict";
import { frontMatterText, withFrontMatterText } from "../../../../notebook/format/front-matter-text.ts";
import { parseNotebook } from "../../../../notebook/format/parse.ts";
import { writeNotebook } from "../../../../notebook/format/write.ts";

const cells = "// %%\n1\n";

/** The file after its front matter's text was changed. */
function changed(file: string, text: string | undefined): string {
  return writeNotebook(withFrontMatterText(parseNotebook(file).notebook, text));
}

describe("the text of a front matter", () => {
  const shown = (file: string): string | undefined => frontMatterText(parseNotebook(file).notebook);

  it("is the YAML without the lines around it", () => {
    assert.equal(shown(`/* ---\npipenb: 1\n# why\n--- */\n\n${cells}`), "pipenb: 1\n# why");
    assert.equal(shown(`\uFEFF#!/usr/bin/env pipenb\r\n\r\n/* ---\r\npipenb: 1\r\n--- */\r\n`), "pipenb: 1");
    assert.equal(shown("/* ---\n--- */\n"), "");
  });

  it("is not there where there is no block, or one that is never closed", () => {
    assert.equal(shown(cells), undefined);
    assert.equal(shown("/* ---\npipenb: 1\n"), undefined);
  });

  it("changes no byte of the file when it is put back as it was", () => {
    for (const file of [
      `/* ---\npipenb: 1\n--- */\n\n${cells}`,
      `\uFEFF#!/usr/bin/env pipenb\r\n\r\n/*---\r\npipenb: 1\r\n\r\n\r\n---  */  \r\n\r\n\r\n${cells}`,
      `/* ---\r\npipenb: 1\ntitle: a\r--- */\r\n${cells}`,
      "/* ---\n--- */",
      `/* ---\n\n--- */\n${cells}`,
      `/* ---\n\n\n--- */\n${cells}`,
      `/* ---\npipenb: 1\n*/\n${cells}`,
      `/* ---\npipenb: [\n--- */\n${cells}`,
      cells,
      "",
    ])
      assert.equal(changed(file, shown(file)), file);
  });

  it("stands in the file as it was typed, whatever it says", () => {
    const file = `#!/usr/bin/env pipenb\n\n/* ---\npipenb: 1\n--- */\n\n${cells}`;
    for (const text of ["pipenb: 1\nimage: [", "", "\n", "pipenb: 1 # one\n\n", "title: 'a' \nunknown: 1"]) {
      const after = changed(file, text);
      assert.equal(shown(after), text);
      assert.deepEqual(
        parseNotebook(after).notebook.cells.map((cell) => cell.text),
        ["1"],
      );
    }
  });

  it("has the file's line ends", () => {
    const after = changed(`/* ---\r\npipenb: 1\r\n--- */\r\n\r\n// %%\r\n1\r\n`, "pipenb: 1\ntitle: a");
    assert.equal(after, `/* ---\r\npipenb: 1\r\ntitle: a\r\n--- */\r\n\r\n// %%\r\n1\r\n`);
  });

  it("comes before everything else in a file that had none", () => {
    assert.equal(changed(cells, "pipenb: 1"), `/* ---\npipenb: 1\n--- */\n\n${cells}`);
    assert.equal(changed("1 + 1\n", "pipenb: 1"), `/* ---\npipenb: 1\n--- */\n\n1 + 1\n`);
    assert.equal(changed(`#!/x\n${cells}`, "pipenb: 1"), `#!/x\n/* ---\npipenb: 1\n--- */\n\n${cells}`);
  });

  it("is gone with its block when it is taken away", () => {
    assert.equal(changed(`/* ---\npipenb: 1\n--- */\n\n${cells}`, undefined), cells);
    assert.equal(
      changed(`\uFEFF#!/x\n\n/* ---\npipenb: 1\n--- */\n\n${cells}`, undefined),
      `\uFEFF#!/x\n\n${cells}`,
    );
  });

  it("cannot end the block or begin a cell: such a line becomes a comment", () => {
    const after = changed(`/* ---\npipenb: 1\n--- */\n\n${cells}`, "pipenb: 1\n--- */\n*/\n// %%\ntitle: a");
    assert.equal(shown(after), "pipenb: 1\n# --- */\n# */\n# // %%\ntitle: a");
    const { notebook } = parseNotebook(after);
    assert.equal(notebook.frontMatter.title, "a");
    assert.equal(notebook.cells.length, 1);
  });

  it("says what the notebook's environment is", () => {
    const { notebook } = parseNotebook(`/* ---\npipenb: 1\n--- */\n\n${cells}`);
    const { image } = withFrontMatterText(notebook, "pipenb: 1\nimage: { npm: { ms: 2.1.3 } }").frontMatter;
    assert.deepEqual(image.npm, { ms: "2.1.3" });
    assert.deepEqual(withFrontMatterText(notebook, undefined).frontMatter, notebook.frontMatter);
  });
});
