import assert from "node:assert/strict";
import { openNotebook } from "../../../../app/notebook/source-notebook.ts";

const head = "/* ---\npipenb: 1\n--- */\n\n";
const open = (text: string) => openNotebook("/work/daily.orders.pipenb", head + text, {});

describe("a notebook's file", () => {
  it("is called by its title, or by its file's name without the ending", async () => {
    const opened = await open("// %%\n1\n");
    assert.equal(opened.kind, "sound");
    assert.equal(opened.source.name, "daily.orders");
    assert.equal(opened.source.title, "daily.orders");
    const titled = await openNotebook(
      "/a.pipenb",
      "/* ---\npipenb: 1\ntitle: Orders\n--- */\n\n// %%\n1\n",
      {},
    );
    assert.equal(titled.kind === "sound" ? titled.source.title : "", "Orders");
  });

  it("has what $ needs among its packages, whoever reads it", async () => {
    const opened = await open("// %%\nawait $`ls`;\n");
    assert.equal(opened.kind, "sound");
    assert.ok("zx" in opened.source.notebook.frontMatter.image.npm);
    assert.equal(opened.source.text, `${head}// %%\nawait $\`ls\`;\n`);
  });

  it("gives its parameters, and is wrong where one of them is", async () => {
    const opened = await open('// %% [parameters]\nconst day: IsoDate = "2022-02-05";\n');
    assert.deepEqual(opened.kind === "sound" ? opened.source.parameters.map(({ name }) => name) : [], [
      "day",
    ]);
    const wrong = await open('// %% [parameters]\nconst day: IsoDate = "2022-02-30";\n');
    assert.equal(wrong.kind, "wrong");
    assert.deepEqual(
      wrong.errors.map(({ severity, line }) => [severity, line]),
      [["error", 6]],
    );
  });
});
