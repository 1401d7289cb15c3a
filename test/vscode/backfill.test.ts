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
import { removeTag } from "../support/remove-tag.ts";

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

/** Its units are texts. */
const countries = `/* ---
pipenb: 1
title: Countries
--- */

// %% [parameters]
const country: string = "CZ";
const wait: number = 1;

// %% name=work
console.log("begins", country);
// Only the first is waited for: the others are stopped.
await new Promise((go) => setTimeout(go, country === "CZ" ? wait : 20 * wait));
`;

/** The page of the calendar. */
const calendar = ({ page }: Workbench): FrameLocator =>
  page
    .frameLocator('iframe.webview.ready[src*="extensionId=pipenb"]:not([src*="purpose=notebookRenderer"])')
    .frameLocator("iframe#active-frame");

describe("a backfill in the editor", function () {
  this.timeout(600_000);
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: [] });
  const files: string[] = [];

  after(async () => {
    for (const tag of files.map(backfillTag)) await removeTag(engine, tag);
  });

  function write(name: string, text: string): void {
    files.push(join(editor.folder, name));
    writeFileSync(join(editor.folder, name), text);
  }

  async function answer(
    window: Workbench,
    question: string,
    text?: string,
    title = "Five days",
  ): Promise<void> {
    await window.page.locator(".quick-input-title", { hasText: `Backfill ${title}: ${question}` }).waitFor();
    if (text === undefined) await window.page.keyboard.press("Enter");
    else await window.answer(text);
  }

  it("runs each day, and its calendar shows them, opens logs by keys and outlives a reload", async () => {
    write("days.pipenb", notebook);
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
    await page.getByText('Cell "work": no luck on 2022-01-03').waitFor();
    await window.page.keyboard.press("Enter");
    // Words that are not in the notebook too.
    await window.page.locator(".view-lines", { hasText: "This input can never succeed" }).waitFor(patience);
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

  it("cancelled once lets running units end, twice stops them; its list runs a unit again by a key", async () => {
    write("countries.pipenb", countries);
    const window = await editor.open();
    await window.openNotebook("countries.pipenb");
    const say = (question: string, text?: string): Promise<void> =>
      answer(window, question, text, "Countries");
    await window.command("pipenb: Backfill");
    await say("units to run", "CZ,DE,AT,PL");
    await say("which of them");
    await say("how many at once", "1");
    await say("how often again", "0");
    await say("wait", "30000");
    const running = window.notification("Backfill of Countries: 0 of 4, 0 failed: CZ");
    await running.waitFor(patience);
    await running.getByRole("button", { name: "Cancel" }).click();
    await window.notification("running units end. Cancel again to stop them").waitFor(patience);
    await window.screenshot("backfill-ending");
    const ended = window.notification("Backfill of Countries: 1 done, 3 missing.");
    await ended.waitFor(patience);

    await ended.getByRole("button", { name: "Show Units" }).click();
    const page = calendar(window);
    const country = page.getByRole("row", { name: "DE, missing" });
    await country.waitFor(patience);
    await country.click();
    await page.getByRole("heading", { name: "DE, missing" }).waitFor();
    await window.page.keyboard.press("r");
    const again = window.notification("Backfill of Countries: 0 of 1, 0 failed: DE");
    await again.waitFor(patience);
    await again.getByRole("button", { name: "Cancel" }).click();
    const ending = window.notification("running units end. Cancel again to stop them");
    await ending.waitFor(patience);
    await ending.getByRole("button", { name: "Cancel" }).click();
    await window.notification("Backfill of Countries: 1 stopped.").waitFor(patience);
    await page.getByRole("row", { name: "DE, stopped, exit code 143, attempt 1" }).waitFor(patience);
    await window.screenshot("backfill-list");
  });
});
