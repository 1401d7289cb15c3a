/** A notebook that is open as text gets the answers that its cells get. */
import assert from "node:assert/strict";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { frontMatter, linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const notebook = `${frontMatter({ "nodejs-polars": "*" })}// %% name=read
import pl from "nodejs-polars";
const frame = pl.DataFrame({ price: [1, 2] });

// %% [markdown]
// # Totals

// %% name=use
const total = frame.height;
`;

describe("a notebook as text", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], keepsWindows: true });
  let window: Workbench;
  let typing: CellTyping;
  const text = () => window.page.locator(".editor-instance:visible").first();
  const word = (wanted: string, nth: number) =>
    text().locator(".view-lines").getByText(wanted, { exact: true }).nth(nth);

  it("shows types over its cells", async () => {
    linkPackages(editor.folder, ["nodejs-polars"]);
    writeInto(editor.folder, "text.pipenb", notebook);
    window = await editor.open();
    await window.openNotebook("text.pipenb");
    await window.command("pipenb: Open as Text");
    await window.page.locator(".editor-instance:visible").first().waitFor();
    typing = new CellTyping(window);
    await typing.hoverOf(word("frame", 1), /const frame: .*DataFrame/);
    await window.screenshot("language as text hover");
    await typing.hoverOf(word("total", 0), /const total: number/);
  });

  it("completes names, and imports in the cell at hand", async () => {
    await text().locator(".view-line").last().click();
    await typing.press("Control+End");
    await typing.type("frame.withCol");
    const offered = await typing.suggestions("withColumn");
    assert.equal(new Set(offered).size, offered.length, offered.join());
    await window.screenshot("language as text completion");
    await typing.type("umn(pl.lit(1));\nreadFi");
    await typing.suggestion("readFile").filter({ hasText: "node:fs/promises" }).first().click();
    await typing.isShown(
      () => typing.textOf(text()),
      /\/\/ %% name=use\nimport \{ readFile \} from "node:fs\/promises";\nconst total = frame\.height;\nframe\.withColumn\(pl\.lit\(1\)\);\nreadFile/,
    );
  });

  it("shows what is wrong, once", async () => {
    await typing.problems(/No problems have been detected/);
    await text().locator(".view-line").last().click();
    await typing.press("Control+End");
    await typing.type(';\nconst wrong: number = "x";');
    await typing.problems(/Type 'string' is not assignable to type 'number'/);
    await window.screenshot("language as text type error");
    assert.equal(await text().locator(".squiggly-error").count(), 1);
    await typing.press("ArrowLeft", "Backspace", "Backspace", "Backspace", "1");
    await typing.problems(/No problems have been detected/);
  });

  it("renames over its cells", async () => {
    await word("frame", 0).dblclick();
    await typing.rename("orders");
    await typing.isShown(
      () => typing.textOf(text()),
      /const orders = pl[^]*const total = orders\.height;\norders\.with/,
    );
    await window.screenshot("language as text renamed");
  });
});
