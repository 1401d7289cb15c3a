/** A Parquet file of 10,000,000 rows looked into: the real editor, a real container, and values known by a formula. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { lastByCustomer, notebook, rowOf, rows, textsOf } from "../support/large-frame/orders.ts";

const patience = { timeout: 300_000 };
/** Building the environment installs its packages. */
const buildPatience = { timeout: 300_000 };
const themes = {
  light: { name: "Default Light Modern", mark: "vs" },
  dark: { name: "Default Dark Modern", mark: "vs-dark" },
  "high-contrast": { name: "Default High Contrast", mark: "hc-black" },
} as const;

describe("a dataframe of ten million rows in the editor", function () {
  this.timeout(600_000);

  before(async function () {
    await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: [] });

  /** Texts of a row in the page, once its values are there. */
  async function shownRow(window: Workbench, row: number): Promise<readonly string[]> {
    const cells = window.outputs.locator(`[data-row="${row}"]`);
    await cells.first().waitFor(patience);
    await window.outputs.locator(`[data-row="${row}"].waiting`).first().waitFor({ state: "detached" });
    return cells.allTextContents();
  }

  /** Waits until this row of the frame stands at this place, as far as its columns are drawn. */
  async function reads(window: Workbench, place: number, row: number): Promise<void> {
    const [id = ""] = textsOf(row);
    await window.outputs.locator(`[data-row="${place}"][data-column="0"]`, { hasText: id }).waitFor(patience);
    const texts = await shownRow(window, place);
    assert.deepEqual(texts, textsOf(row).slice(0, texts.length));
  }

  async function theme(
    window: Workbench,
    { name, mark }: (typeof themes)[keyof typeof themes],
  ): Promise<void> {
    mkdirSync(join(editor.folder, ".vscode"), { recursive: true });
    writeFileSync(
      join(editor.folder, ".vscode/settings.json"),
      JSON.stringify({ "workbench.colorTheme": name }),
    );
    await window.page.locator(`.monaco-workbench.${mark}`).waitFor();
    await window.page.waitForTimeout(700); // the page of outputs follows
  }

  async function execute(window: Workbench, code: string): Promise<void> {
    const cell = window.codeCells.filter({ hasText: code }).first();
    await cell.locator(".view-line").first().click();
    await window.command("Notebook: Execute Cell");
  }

  it("scrolls, sorts, filters, summarizes, draws and exports it, and runs the next cell meanwhile", async () => {
    writeFileSync(join(editor.folder, "orders.pipenb"), notebook);
    const window = await editor.open();
    await window.page.setViewportSize({ width: 1280, height: 1300 }); // all cells at once
    await window.openNotebook("orders.pipenb");
    await window.selectKernel("Container");
    await execute(window, "DuckDBInstance");
    await execute(window, "readParquet");
    const { outputs, page } = window;
    await outputs.getByText(/10,000,000 rows × 8 columns/).waitFor(buildPatience);
    await reads(window, 0, 0);

    // Its end.
    await outputs.locator('[data-row="0"][data-column="0"]').click();
    await page.keyboard.press("Control+End");
    await outputs
      .locator(`[data-row="${rows - 1}"]`)
      .first()
      .waitFor(patience);
    await page.keyboard.press("Home");
    await reads(window, rows - 1, rows - 1);
    await window.screenshot("large-1-end");

    // Summaries of all rows.
    const summary = (column: number) => outputs.locator(`[data-head="${column}"] .summary[role="img"]`);
    await summary(2).waitFor(patience);
    assert.match((await summary(2).getAttribute("aria-label")) ?? "", /Rows 10,000,000, .*Distinct 4\b/);
    await summary(4).waitFor(patience);
    assert.match((await summary(4).getAttribute("aria-label")) ?? "", /Missing 1,000,000 \(10%\)/);

    // Sorted, while the next cell runs.
    const customer = outputs.locator('[data-head="1"] .label');
    await customer.click();
    await execute(window, "orders.height");
    await outputs.getByText("the next cell, 10000000 orders").waitFor(patience);
    await outputs.locator('[data-head="1"][aria-sort="ascending"]').waitFor(patience);
    await customer.click();
    await outputs.locator('[data-head="1"][aria-sort="descending"]').waitFor(patience);
    const grid = outputs.getByRole("grid");
    await grid.focus();
    await page.keyboard.press("Control+Home");
    const last = lastByCustomer(5);
    for (const [place, row] of last.entries()) await reads(window, place, row);
    await window.screenshot("large-2-sorted");

    // Filtered by its values, then by a text.
    await outputs.locator('[data-head="2"]').hover();
    await outputs.locator('[data-funnel="2"]').click();
    await outputs.getByRole("dialog").locator("label", { hasText: "DE" }).locator("input").check();
    await window.screenshot("large-3-filter");
    await outputs.getByRole("button", { name: "Apply" }).click();
    await outputs.getByText(/2,500,000 of 10,000,000 rows/).waitFor(patience);
    await outputs.getByRole("searchbox", { name: "Search all columns" }).fill("customer 99999");
    const left = Array.from({ length: 100 }, (_, digits) => 9_999_900 + digits)
      .concat(
        [...Array(10).keys()].map((digit) => 999_990 + digit),
        99_999,
      )
      .map((found) => ({ found, row: rowOf(found) }))
      .filter(({ row }) => row < rows && row % 4 === 1)
      .sort((a, b) => (`customer ${a.found}` < `customer ${b.found}` ? 1 : -1));
    await outputs.getByText(`${left.length} of 10,000,000 rows`).waitFor(patience);
    await reads(window, 0, left[0]?.row ?? 0);
    await window.screenshot("large-4-filtered");

    // Exported as it is shown.
    await outputs.getByRole("button", { name: "Export…" }).click();
    await outputs.getByRole("menuitem", { name: "CSV…" }).click();
    const file = join(editor.folder, "orders.csv"); // the place that is offered
    const asked = page.locator(".quick-input-widget input").first();
    while (!(await asked.inputValue()).endsWith(file)) await page.waitForTimeout(50);
    await asked.press("Enter");
    await outputs.getByText(`Exported to ${file}`).waitFor(patience);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    assert.equal(lines[0], "id,customer,country,price,weight,day,seen,paid");
    const written = lines.slice(1).map((line) => line.split(",").slice(0, 4));
    assert.deepEqual(
      written,
      left.map(({ row }) => textsOf(row).slice(0, 4)),
    );

    // Drawn: all rows again.
    await outputs.getByRole("button", { name: /^Remove the filter/ }).click();
    await outputs.getByRole("searchbox", { name: "Search all columns" }).fill("");
    await outputs.getByText(/^10,000,000 rows/).waitFor(patience);
    await summary(0).waitFor(patience);
    for (const [name, wanted] of Object.entries(themes)) {
      await theme(window, wanted);
      await window.screenshot(`large-5-table-${name}`);
    }
    await outputs.getByRole("tab", { name: "Chart" }).click();
    await outputs.getByRole("img").first().waitFor(patience);
    for (const [name, wanted] of Object.entries(themes)) {
      await theme(window, wanted);
      await window.screenshot(`large-6-chart-${name}`);
    }
  });
});
