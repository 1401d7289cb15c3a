/** What a name is and where it is from, whatever other notebooks are open. */
import assert from "node:assert/strict";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { frontMatter, linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const notebook = `${frontMatter({ "nodejs-polars": "*" })}// %% name=read
import pl from "nodejs-polars";
import { access, stat } from "node:fs/promises";
/** The orders of a day. */
const orders = pl.DataFrame({ price: [1, 2] });
const { size } = await stat(".");

// %% name=use
const total = orders.height + size;

// %% name=first
let weather = "sunny";

// %% name=before
const before = weather;

// %% name=second
const weather = { degrees: 21 };

// %% name=after
const after = weather;
await access(String(orders.width));
`;

const other = `// %%
const orders = "text"; const total = ["list"]; let weather = 1n; const size = "large"; const after = weather;
`;

describe("a name in a cell", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], keepsWindows: true });
  let window: Workbench;
  let typing: CellTyping;

  /** Waits until the cursor is in the notebook's `number`th cell; the editor counts the front matter as one. */
  const isInCell = async (number: number): Promise<void> => {
    await window.statusItem(`Cell ${number + 1} of 7`).waitFor();
  };

  it("shows its type and documentation in every cell, with another notebook open that has the name", async () => {
    linkPackages(editor.folder, ["nodejs-polars"]);
    writeInto(editor.folder, "look-up.pipenb", notebook);
    writeInto(editor.folder, "other.pipenb", other);
    window = await editor.open();
    await window.openNotebook("other.pipenb");
    await window.openNotebook("look-up.pipenb");
    typing = new CellTyping(window);
    assert.match(await typing.hover("total", "orders", /DataFrame/), /The orders of a day/);
    await window.screenshot("language hover of an import cell's name");
    await typing.hover("total", "size", /const size: number/);
    await typing.hover("total", "total", /const total: number/);
    const imported = await typing.hover("size", "stat", /stat\(/);
    assert.doesNotMatch(imported, /\bany\b/);
  });

  it("shows the type of the declaration that is in force at its place", async () => {
    assert.doesNotMatch(await typing.hover("sunny", "weather", /let weather: string/), /·/);
    await typing.hover("before", "weather", /weather: string/);
    const again = await typing.hover("degrees", "weather", /degrees: number/);
    assert.doesNotMatch(again, /·|weather2/);
    assert.doesNotMatch(await typing.hover("after", "weather", /degrees: number/), /·|weather2/);
    await window.screenshot("language hover after redeclaring");
  });

  it("leads to its declaration in another cell", async () => {
    await typing.select("total", "orders");
    await isInCell(2);
    await typing.press("F12");
    await isInCell(1);
    await typing.select("after", "weather");
    await isInCell(6);
    await typing.press("F12");
    await isInCell(5);
    await window.screenshot("language definition in another cell");
  });

  it("is found wherever it is used", async () => {
    await typing.select("size", "orders");
    await typing.press("Shift+F12");
    const found = window.page.locator(".reference-zone-widget, .zone-widget-container");
    await found.getByText("References (3)").waitFor();
    await window.screenshot("language references");
    await typing.press("Escape");
  });

  it("has its call's parameters shown, of Node and of packages", async () => {
    const hint = window.page.locator(".parameter-hints-widget.visible");
    await typing.newLine("after");
    await typing.type("stat(");
    await hint.filter({ hasText: /stat\(path: PathLike/ }).waitFor();
    await window.screenshot("language signature of Node");
    await typing.type('".");');
    await typing.newLine("after");
    await typing.type("pl.readCSV(");
    await hint.filter({ hasText: /readCSV\(/ }).waitFor();
    await window.screenshot("language signature of a package");
    await typing.type('"a.csv");');
    await typing.newLine("after");
    await typing.type("input(");
    await hint.filter({ hasText: /input\(prompt\?: string/ }).waitFor();
    await hint.filter({ hasText: "what is asked" }).waitFor();
    await window.screenshot("language signature of input");
    await typing.type('"a");');
  });

  it("that is imported leads to its declarations, which cannot be edited", async () => {
    await typing.select("size", "access");
    await typing.press("F12");
    await window.page.locator(".tab.active", { hasText: "promises.d.ts" }).waitFor();
    await window.statusItem(/Ln \d+/).waitFor();
    await window.page.locator(".editor-instance:visible").getByText("access", { exact: true }).last().click();
    await typing.type("x");
    await window.page
      .locator(".monaco-editor-overlaymessage, .monaco-alert", { hasText: "Cannot edit in read-only editor" })
      .first()
      .waitFor({ state: "attached" });
    await window.screenshot("language definition of an import");
  });
});
