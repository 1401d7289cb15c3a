/** "Backfill…" and the calendar of units in the real editor, on a real engine. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const patience = { timeout: 180_000 };

const notebook = `/* ---
pipenb: 1
title: Five days
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const limit: number = 3;

// %% name=work
console.log("begins", day, limit);
if (day.endsWith("03")) throw Object.assign(new Error("no luck on " + day), { exitCode: 42 });
`;

/** The page of the calendar. */
const calendar = ({ page }: Workbench): FrameLocator =>
  page
    .frameLocator('iframe.webview.ready[src*="extensionId=pipenb"]:not([src*="purpose=notebookRenderer"])')
    .frameLocator("iframe#active-frame");

describe("a backfill in the editor", function () {
  this.timeout(400_000);
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: [] });
  let file = "";

  after(async () => {
    const tag = backfillTag(file);
    if ((await engine.image(tag)) !== undefined) await engine.removeImage(tag);
  });

  async function answer(window: Workbench, question: string, text?: string): Promise<void> {
    await window.page.locator(".quick-input-title", { hasText: `Backfill Five days: ${question}` }).waitFor();
    if (text === undefined) await window.page.keyboard.press("Enter");
    else await window.answer(text);
  }

  it("runs each day, and its calendar shows them, opens logs by keys and outlives a reload", async () => {
    file = join(editor.folder, "days.pipenb");
    writeFileSync(file, notebook);
    const window = await editor.open();
    await window.openNotebook("days.pipenb");

    await window.command("pipenb: Backfill");
    await answer(window, "units to run", "2022-01-05..2022-01-01");
    await window.page.getByText("ends before it begins").waitFor();
    await window.screenshot("backfill-form");
    await answer(window, "units to run", "2022-01-01..2022-01-05");
    await answer(window, "which of them");
    await answer(window, "how many at once", "2");
    await answer(window, "how often again", "0");
    await answer(window, "limit", "7");
    const said = window.notification(
      "Backfill of Five days: 4 done, 1 failed. Failed: 2022-01-03 (exit code 42)",
    );
    await said.waitFor(patience);
    await window.screenshot("backfill-said");

    await said.getByRole("button", { name: "Show Units" }).click();
    const page = calendar(window);
    const failed = page.getByRole("gridcell", { name: "3 January 2022, failed, exit code 42, attempt 1" });
    await failed.waitFor(patience);
    assert.equal(await page.getByRole("gridcell", { name: /January 2022, done, attempt 1/ }).count(), 4);
    await page.getByRole("button", { name: "Month", exact: true }).click();
    await page.getByRole("button", { name: "Only failed: 1" }).click();
    assert.equal(await page.locator("main [data-unit]").count(), 1);
    await page.getByRole("button", { name: "Only failed: 1" }).click();
    await window.screenshot("backfill-calendar-of-five");

    await failed.focus();
    await window.page.keyboard.press("ArrowLeft");
    await window.page.keyboard.press("ArrowRight");
    await page.getByRole("table").getByText("42", { exact: true }).waitFor();
    await window.page.keyboard.press("Enter");
    await window.page.locator(".view-lines", { hasText: "no luck" }).waitFor(patience);
    await window.screenshot("backfill-log");

    // The command line does the same: what it writes shows without a word of the editor.
    await window.page.locator(".tabs-container .tab", { hasText: "Units of days" }).click();
    await failed.waitFor(patience);
    const journal = join(editor.folder, ".pipenb", "days.pipenb.units.jsonl");
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    const line = lines.findLast((each) => each.includes('"unit":"2022-01-03"')) ?? assert.fail("it is there");
    writeFileSync(
      journal,
      `${line
        .replace('"failed"', '"running"')
        .replace('"attempt":1', '"attempt":2')
        .replace(/,"code":\d+/, "")}\n`,
      { flag: "a" },
    );
    await page.getByRole("gridcell", { name: "3 January 2022, running, attempt 2" }).waitFor(patience);
    writeFileSync(journal, `${line.replace('"attempt":1', '"attempt":2')}\n`, { flag: "a" });
    await page
      .getByRole("gridcell", { name: "3 January 2022, failed, exit code 42, attempt 2" })
      .waitFor(patience);

    await window.page.waitForTimeout(2_000); // the editor writes down a moment late what is open
    await window.reload("days.pipenb");
    await page
      .getByRole("gridcell", { name: "3 January 2022, failed, exit code 42, attempt 2" })
      .waitFor(patience);
    await page.getByRole("button", { name: "Month", exact: true, pressed: true }).waitFor();
    await window.screenshot("backfill-calendar-reloaded");
  });
});
