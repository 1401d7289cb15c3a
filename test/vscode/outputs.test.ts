/** Outputs in the real editor: a dataframe's table, and outputs that come back when a notebook is opened again. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "../support/editor/workbench.ts";
import { useEditor } from "../support/editor/use-editor.ts";

const cacheFile = ".pipenb/visits.pipenb.outputs.json";

describe("outputs in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: ["test/fixtures/outputs/visits.pipenb", "test/fixtures/outputs/broken.pipenb"],
  });
  const bytes = readFileSync("test/fixtures/outputs/visits.pipenb", "utf8");
  const shape = (window: Workbench) => window.outputs.getByText("1,461 rows × 6 columns");
  const kept = (): string => readFileSync(join(editor.folder, cacheFile), "utf8");
  const keptText = (): string => {
    if (!existsSync(join(editor.folder, cacheFile))) return "";
    const found = [...kept().matchAll(/"base64":"([^"]*)"/g)];
    return found.map(([, data]) => Buffer.from(data ?? "", "base64").toString()).join("\n");
  };

  it("show a dataframe as a table that is used by keyboard", async () => {
    mkdirSync(join(editor.folder, "secrets"));
    writeFileSync(join(editor.folder, "secrets", "token"), "hunter2-of-the-test\n");
    const window = await editor.open();
    await window.openNotebook("visits.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await shape(window).waitFor();
    const { outputs, page } = window;
    await outputs.locator('[data-row="0"][data-column="3"]').getByText("9007199254740993").click();
    await page.keyboard.press("Control+ArrowDown");
    await outputs.locator('[data-row="1460"][data-column="3"].active').waitFor();
    await window.screenshot("outputs-table");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+c");
    await outputs.getByText("1 row × 1 column copied").waitFor();
    const scrolled = () => outputs.getByRole("grid").evaluate((grid) => grid.scrollTop);
    const top = await outputs.getByRole("grid").boundingBox();
    await outputs.getByRole("grid").hover();
    await page.mouse.wheel(0, 200);
    while ((await scrolled()) === 0) await page.waitForTimeout(50); // the suite's timeout bounds it
    assert.deepEqual(await outputs.getByRole("grid").boundingBox(), top, "the notebook stays where it is");
    await window.goTo("last");
    await outputs.getByText("hunter2-of-the-test 1461").waitFor();
    while (!/token \*{8} 1461/.test(keptText())) await page.waitForTimeout(100); // the suite's timeout bounds it
  });

  it("are kept beside the file, signed, without secrets, and never in it", () => {
    assert.equal(readFileSync(join(editor.folder, "visits.pipenb"), "utf8"), bytes);
    assert.equal(readFileSync(join(editor.folder, ".pipenb/.gitignore"), "utf8"), "*\n");
    assert.match(kept(), /^\{"pipenb":"outputs","version":1,"signature":/);
    assert.doesNotMatch(keptText(), /hunter2/);
  });

  it("come back when the notebook is opened again, and say when they are stale", async () => {
    const window = await editor.open();
    await window.openNotebook("visits.pipenb");
    await shape(window).waitFor();
    await window.outputs.getByText("token ******** 1461").waitFor();
    assert.equal(await window.notebook.getByText("Stale").count(), 0);
    await window.editCell(window.codeCells.last());
    await window.page.keyboard.press("Control+Home");
    await window.page.keyboard.type("// edited\n");
    await window.notebook.getByText("Stale").first().waitFor();
    assert.equal(await window.notebook.getByText("Stale").count(), 1);
    await window.screenshot("outputs-stale");
  });

  it("come back stale below a cell that was edited elsewhere", async () => {
    writeFileSync(join(editor.folder, "visits.pipenb"), bytes.replace("length: 1461", "length: 1462"));
    const window = await editor.open();
    await window.openNotebook("visits.pipenb");
    await shape(window).waitFor();
    await window.notebook.getByText("Stale").first().waitFor();
    await window.goTo("last");
    await window.codeCells.last().getByText("Stale").waitFor();
  });

  it("do not come from files that someone else has written", async () => {
    writeFileSync(join(editor.folder, cacheFile), kept().replace(/"signature":"./, '"signature":"_'));
    const window = await editor.open();
    await window.openNotebook("visits.pipenb");
    await window.codeCells.first().waitFor();
    await window.page.waitForTimeout(1_000);
    assert.equal(await window.outputs.getByText("1,461 rows").count(), 0);
  });

  it("fall back to their next form, and say why, where a table cannot be read", async () => {
    const window = await editor.open();
    await window.openNotebook("broken.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await window.outputs.getByText("This dataframe cannot be shown as a table").waitFor();
    await window.outputs.getByText("the other form").waitFor();
    await window.screenshot("outputs-fallback");
  });
});
