/** "Verify…" in the real editor, on a real engine: a notebook in which nothing is found, and one with a planted fault. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { isBuiltFrom } from "../../app/image/built-images.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { listKernels } from "../../containers/hosts/find-kernels.ts";
import { notebookLabel } from "../../pipeline/dockerfile.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const patience = { timeout: 300_000 };

const notebook = (title: string, stamp: string): string => `/* ---
pipenb: 1
title: ${title}
--- */

// %% [parameters]
const day: IsoDate = "2022-02-05";

// %% name=load
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("data/output", { recursive: true });
const orders = [120, 80];

// %% name=stamp
// When the orders were counted.
const made = ${stamp};

// %% name=save
writeFileSync(\`data/output/orders-\${day}.csv\`, \`order,made\\n\${orders.map((order) => \`\${order},\${made}\`).join("\\n")}\\n\`);
console.log(orders.length, "orders");
`;

/** The page of the report. */
const report = ({ page }: Workbench): FrameLocator =>
  page
    .frameLocator('iframe.webview.ready[src*="extensionId=pipenb"]:not([src*="purpose=notebookRenderer"])')
    .frameLocator("iframe#active-frame");

/** What is underlined quietly in a cell. */
const marks = (cell: Locator): Locator => cell.locator(".squiggly-info");

describe("verifying a notebook in the editor", function () {
  this.timeout(700_000);
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: [] });

  async function open(name: string, text: string): Promise<Workbench> {
    writeFileSync(join(editor.folder, name), text);
    const window = await editor.open();
    await window.openNotebook(name);
    return window;
  }

  async function answer(window: Workbench, question: string, text?: string): Promise<void> {
    await window.page.locator(".quick-input-title", { hasText: question }).waitFor();
    if (text === undefined) await window.page.keyboard.press("Enter");
    else await window.answer(text);
  }

  it("says that the image gives what the notebook gives, printed lines included", async () => {
    const window = await open("clean.pipenb", notebook("Clean orders", "day"));
    await window.command("pipenb: Verify");
    await answer(window, "Verify Clean orders: day", "2022-02-06");
    await answer(window, "Verify Clean orders: what is compared", "files and what is printed");
    const said =
      "Clean orders: The notebook and its image give the same: 1 file and the standard output in 13 runs.";
    await window.notification(said).waitFor(patience);
    await report(window).getByRole("heading", { name: "✓ clean.pipenb 2022-02-06" }).waitFor(patience);
    await window.screenshot("verify-clean");
    assert.deepEqual(await left("clean.pipenb"), []);
  });

  it("marks the cell that differs, with what and which value, until it is edited", async () => {
    const window = await open("stamped.pipenb", notebook("Stamped orders", "new Date().toISOString()"));
    await window.command("pipenb: Verify");
    await answer(window, "Verify Stamped orders: day");
    await answer(window, "Verify Stamped orders: what is compared");
    await window.notification("Verifying Stamped orders: running it").waitFor(patience);
    await window.screenshot("verify-runs");
    await window.notification("Stamped orders: 1 finding (1 file in 13 runs).").waitFor(patience);
    const page = report(window);
    await page.getByText('data/output/orders-2022-02-05.csv, line 2, column "made": ').waitFor(patience);
    const stamp = window.codeCells.filter({ hasText: "When the orders were counted" });
    await marks(stamp).first().waitFor(patience);
    assert.equal(await window.notebook.locator(".squiggly-info").count(), await marks(stamp).count());

    await page.getByRole("link", { name: 'cell "stamp"' }).click();
    await window.notebook
      .locator(".code-cell-row.focused", { hasText: "When the orders were counted" })
      .waitFor();
    await window.screenshot("verify-found");

    const tab = window.page.locator(".tabs-container .tab", { hasText: "Verification of Stamped" });
    await tab.hover();
    await tab.locator(".codicon-close").click();
    await tab.waitFor({ state: "hidden" });
    const hover = window.page.locator(".monaco-hover:visible", { hasText: "depends on the time of the run" });
    const clock = stamp.locator(".view-line", { hasText: "new Date()" }).getByText("Date", { exact: true });
    await clock.hover();
    await hover.waitFor();
    await window.screenshot("verify-hover");
    await hover.locator("a", { hasText: "report" }).click();
    await page.getByRole("heading", { name: "✗ stamped.pipenb 2022-02-05" }).waitFor(patience);

    await window.editCell(stamp);
    await window.page.keyboard.press("Control+End");
    await window.page.keyboard.type(" // edited");
    await marks(stamp).first().waitFor({ state: "hidden" });
  });

  it("ends everything it has started when it is cancelled", async () => {
    const window = await open("cancelled.pipenb", notebook("Cancelled orders", "day"));
    await window.command("pipenb: Verify");
    await answer(window, "Verify Cancelled orders: day");
    await answer(window, "Verify Cancelled orders: what is compared");
    const running = window.notification("Verifying Cancelled orders: running it in a fresh kernel");
    await running.waitFor(patience);
    await running.getByRole("button", { name: "Cancel" }).click();
    await running.waitFor({ state: "hidden" });
    while ((await left("cancelled.pipenb")).length > 0) await window.page.waitForTimeout(500); // the suite's timeout bounds it
    assert.equal(
      await window.notification("Cancelled orders").count(),
      0,
      "what was asked for is no failure",
    );
  });

  /** What a verification of the notebook has not taken away: its image, and kernels. */
  async function left(name: string): Promise<readonly string[]> {
    const images = await engine.imagesWithLabel(notebookLabel);
    const own = images.filter((image) => isBuiltFrom(image, join(editor.folder, name)));
    const kernels = await listKernels({ kernelFolder: resolve(import.meta.dirname, "../../dist/kernel") });
    return [
      ...own.flatMap(({ tags }) => tags),
      ...kernels.flatMap(({ id, notebookPath }) => (notebookPath.endsWith(`/${name}`) ? [id] : [])),
    ];
  }
});
