/** A dataframe whose rows are all in the page: they can be sorted, filtered and searched without a kernel. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";
import { useRendererPage } from "../support/renderer/use-page.ts";

const small = { rows: 60, columns: 8 };

describe("a dataframe that no kernel has any more", function () {
  this.timeout(600_000);
  const view = useRendererPage();
  const lose = async (code: string): Promise<void> => {
    await view().showBehind(small, 60);
    await view().page.evaluate((problem) => {
      window.fakeHost.problem = { code: problem, message: "gone" };
    }, code);
  };

  for (const code of ["no-kernel", "expired"])
    it(`sorts, filters, searches and summarizes the rows that came (${code})`, async () => {
      await lose(code);
      await view().head("amount2").click();
      await view().head("amount2").click();
      await view().head("amount2").and(view().page.locator("[aria-sort=descending]")).waitFor();
      await view().cell(0, 0).click();
      await view().page.keyboard.press("Control+ArrowDown");
      await view().cellReads(59, 2, "NaN");
      await view().page.getByRole("searchbox", { name: "Search all columns" }).fill("R5");
      await view().page.getByText("11 of 60 rows × 8 columns").waitFor();
      await view().head("city3").locator(".often").first().waitFor();
      await view().head("city3").hover();
      await view().page.getByRole("button", { name: "Filter city3" }).click();
      await view().page.getByRole("dialog").getByLabel("Brno").check();
      await view().button("Apply").click();
      await view().page.getByRole("group", { name: "Active filters" }).getByText("city3 is Brno").waitFor();
      const shown = await view().page.locator("[data-column='3'][role=gridcell]").allInnerTexts();
      assert.ok(shown.length > 0 && shown.every((text) => text === "Brno"));
      await view().page.screenshot({ path: `.cache/screenshots/without-kernel-${code}.png` });
    });

  it("writes no files and no code then, and says why", async () => {
    await lose("no-kernel");
    await view().head("id0").click();
    await view().head("id0").and(view().page.locator("[aria-sort=ascending]")).waitFor();
    for (const name of ["Export…", "Insert as code"]) {
      assert.equal(await view().button(name).getAttribute("aria-disabled"), "true");
      assert.match((await view().button(name).getAttribute("title")) ?? "", /run the cell again/);
    }
    await view().button("Export…").click({ force: true });
    assert.equal(await view().page.getByRole("menu").count(), 0);
    await view().button("Copy").click();
    await view().page.getByText("60 rows × 1 column copied").waitFor();
    await view().page.evaluate(() => {
      window.fakeHost.problem = undefined;
    });
    await view().head("id0").click();
    await view().head("id0").and(view().page.locator("[aria-sort=descending]")).waitFor();
    assert.equal(await view().button("Export…").getAttribute("aria-disabled"), "false");
  });
});

describe("a small dataframe in the editor after its kernel has ended", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], settings: { "pipenb.runtime": "local" } });

  it("is still sorted and summarized", async () => {
    writeFileSync(
      join(editor.folder, "towns.pipenb"),
      '// %%\n[..."dbcae"].map((town, index) => ({ town, visits: (index * 7) % 5 }))\n',
    );
    const window = await editor.open();
    await window.openNotebook("towns.pipenb");
    await window.kernelShown("Local process");
    await window.runAll();
    const { outputs } = window;
    const reads = (texts: string): Promise<void> =>
      Array.from(texts).reduce(async (before, text, row) => {
        await before;
        await outputs
          .locator(`[data-row="${row}"][data-column="0"]`)
          .getByText(text, { exact: true })
          .waitFor();
      }, Promise.resolve());
    await reads("dbcae");
    await outputs.locator('[data-head="0"] .label').click();
    await reads("abcde");
    await window.command("Pipenb: Stop Kernel");
    // Until it has ended it answers, and the view learns of its end by the next question.
    await window.statusItem("pipenb: no kernel").waitFor();
    await outputs.locator('[data-head="0"] .label').click();
    await reads("edcba");
    await outputs
      .getByRole("button", { name: "Export…" })
      .and(outputs.locator("[aria-disabled=true]"))
      .waitFor();
    await window.screenshot("without-kernel-editor");
  });

  it("is so too when the notebook is only opened", async () => {
    const window = await editor.open();
    await window.openNotebook("towns.pipenb");
    const { outputs } = window;
    await outputs.locator('[data-head="1"] .summary[role="img"]').waitFor();
    await outputs.locator('[data-head="1"] .label').click();
    await outputs.locator('[data-head="1"][aria-sort="ascending"]').waitFor();
    await outputs.locator('[data-row="0"][data-column="1"]').getByText("0", { exact: true }).waitFor();
    await window.screenshot("without-kernel-opened");
  });
});
