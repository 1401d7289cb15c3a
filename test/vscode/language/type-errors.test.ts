/** What is wrong is shown while it is typed, once; what is right is never called wrong. */
import assert from "node:assert/strict";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { frontMatter, linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

/** What the tests type into comes first, where it is always in sight. */
const notebook = `${frontMatter({ "nodejs-polars": "*", "only-in-the-image": "*" })}// %% name=typed
import { readFile } from "node:fs/promises";
import { exported, unused } from "./helper.ts";
console.log(readFile, exported);

// %% [parameters]
/** Day */
const day: IsoDate = "2022-02-05";
/** Folder */
const folder: Path = "data";

// %% name=read
import pl from "nodejs-polars";
import image from "only-in-the-image";
const frame = pl.DataFrame({ price: [1, 2] });
const text = await readFile("a.txt", "utf8").catch(() => "");
image.anything(day, folder).goes;

// %% name=again
let frame = frame.height;
frame += 1;
for await (const each of [1]) display(each, text);

// %% name=globals
const frame = await input("Name?");
const { stdout } = await $\`ls \${frame}\`;
console.log(stdout, process.argv, __dirname, require("node:os").EOL, import.meta.dirname);
display.html("<b>bold</b>");

// %% name=last
await fetch("http://localhost").then((response) => response.json(), () => frame.length);
`;

/** Nothing but a word on a package whose types are not there yet. */
const none = /^right\.pipenb\s*1\s*The types of only-in-the-image come with[^[]*\[Ln 2, Col 1\]$/;
const both = "export const unused = 1;\nexport const exported = 2;\n";

describe("problems of types in cells", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], keepsWindows: true });
  let window: Workbench;
  let typing: CellTyping;

  it("are none in a notebook that runs", async () => {
    linkPackages(editor.folder, ["nodejs-polars"]);
    writeInto(editor.folder, "right.pipenb", notebook);
    writeInto(editor.folder, "helper.ts", both);
    window = await editor.open();
    await window.openNotebook("right.pipenb");
    typing = new CellTyping(window);
    // Known to have been looked at when the import that nobody uses has faded.
    await faded("helper.ts", "unused").waitFor();
    const shown = await typing.problems(/\S/);
    await window.screenshot("language no false errors");
    assert.match(shown, /^right\.pipenb\s+1\s+The types of only-in-the-image come with/);
  });

  function faded(cell: string, word: string) {
    return typing
      .cell(cell)
      .locator(".view-lines .squiggly-inline-unnecessary")
      .getByText(word, { exact: true });
  }

  it("do not include names that other cells use", async () => {
    for (const [cell, word] of [
      ["helper.ts", "readFile"],
      ["IsoDate", "day"],
      ["only-in-the-image", "pl"],
      ["only-in-the-image", "image"],
    ] as const)
      assert.equal(await faded(cell, word).count(), 0, word);
  });

  it("are shown while they are typed, and gone when they are mended", async () => {
    await typing.newLine("helper.ts");
    await typing.type('const wrong: number = "x";');
    await typing.problems(/Type 'string' is not assignable to type 'number'/);
    await typing.cell("helper.ts").locator(".squiggly-error").first().waitFor();
    await window.screenshot("language type error");
    await typing.press("ArrowLeft", "Backspace", "Backspace", "Backspace", "1");
    await typing.problems(none);
  });

  it("follow a module beside the notebook", async () => {
    writeInto(editor.folder, "helper.ts", "export const unused = 1;\n");
    await typing.problems(/has no exported member '?exported/);
    writeInto(editor.folder, "helper.ts", both);
    await typing.problems(none);
  });

  it("include names that nobody declares, which a mend declares", async () => {
    await typing.newLine("helper.ts");
    await typing.type("nobody;");
    await typing.problems(/Cannot find name 'nobody'/);
    await typing.select("helper.ts", "nobody");
    await typing.mend("Declare 'nobody'");
    await typing.shows("helper.ts", /\nconst nobody = undefined;\nnobody;$/);
    await typing.problems(none);
  });

  it("include a promise that is not awaited, which a mend awaits", async () => {
    await typing.newLine("helper.ts");
    await typing.type('readFile("a.txt", "utf8").length;');
    await typing.problems(/Property 'length' does not exist on type 'Promise<string>'/);
    await typing.select("helper.ts", "length");
    await typing.mend("Add 'await'");
    await typing.shows("helper.ts", /\n\(await readFile\("a\.txt", "utf8"\)\)\.length;$/);
    await typing.problems(none);
  });

  it("include a name that one cell declares twice", async () => {
    await typing.newLine("helper.ts");
    await typing.type("const frame = 1, frame = 2;");
    const shown = await typing.problems(/Cannot redeclare block-scoped variable 'frame'/);
    assert.doesNotMatch(shown, /·/);
    await window.screenshot("language declared twice");
    await typing.press("Control+Shift+k");
    await typing.problems(none);
  });

  it("name an open template once", async () => {
    await typing.newLine("helper.ts");
    await typing.type("const open = `a");
    await typing.press("Delete"); // the closing one that the editor has written
    const shown = await typing.problems(/template literal that starts here is not closed/);
    await window.page.waitForTimeout(2_000);
    await window.screenshot("language open template");
    assert.equal(shown.match(/\[Ln \d+/g)?.length, 2, shown);
  });
});
