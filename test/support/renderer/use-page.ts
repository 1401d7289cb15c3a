/** Gives a mocha suite a page with the renderer or the chart: opened once before its tests, closed after them. */
import assert from "node:assert/strict";
import { requireEditor } from "../editor/installed.ts";
import type { InstalledEditor } from "../editor/installed.ts";
import { ChartPage } from "./chart-page.ts";
import { RendererPage } from "./page.ts";

/** Call it in `describe`, and what it gives in tests. Skips the suite where no editor is installed. */
export const useRendererPage = (): (() => RendererPage) => usePage((editor) => RendererPage.open(editor));

/** The same for a page with a chart. */
export const useChartPage = (): (() => ChartPage) => usePage((editor) => ChartPage.open(editor));

function usePage<Page extends { close(): Promise<void> }>(
  open: (editor: InstalledEditor) => Promise<Page>,
): () => Page {
  let opened: Page | undefined;
  before(async function () {
    this.timeout(300_000);
    opened = await open(requireEditor(this));
  });
  after(async () => opened?.close());
  return () => {
    assert.ok(opened !== undefined, "the page is there while tests run");
    return opened;
  };
}
