/** The whole way in the real editor and on a real engine: open a sample, run it in its container, export, build, run for a day. */
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { removeTag } from "../support/remove-tag.ts";

const tag = "pipenb-test/editor-weather:1";
const notebook = "seattle-weather.pipenb";
const patience = { timeout: 120_000 };
/** Building the environment installs its packages. */
const buildPatience = { timeout: 300_000 };

/** Waits for the question with this title. */
async function asked(window: Workbench, title: string): Promise<void> {
  await window.page.locator(".quick-input-title", { hasText: title }).waitFor(patience);
}

/** Puts the cursor into a cell of code, at its end. */
async function editAtEnd(window: Workbench, text: string): Promise<void> {
  const cell = window.codeCells.filter({ hasText: text }).first();
  await window.editCell(cell);
  await window.page.keyboard.press("Control+End");
}

/** The cell's mark of a run that is under way, or how it ended. */
const marked = (window: Workbench, text: string, mark: "executing" | "success" | "error") =>
  window.codeCells.filter({ hasText: text }).locator(`.codicon-notebook-state-${mark}`).first();

describe("the way from a notebook to a pipeline in the editor", function () {
  this.timeout(600_000);
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({
    files: [],
    settings: { "editor.autoClosingBrackets": "never", "editor.autoClosingQuotes": "never" }, // nothing is added to what is typed
  });

  // The editor saves by itself: each test begins with the sample as it is delivered.
  beforeEach(() => {
    for (const file of [notebook, "seattle-weather.lock.json", "data/seattle-weather.csv"])
      cpSync(join("samples", file), join(editor.folder, file));
  });

  after(async () => {
    await removeTag(engine, tag);
  });

  it("runs the sample in its container, edited cells again, and ends an endless loop", async () => {
    const window = await editor.open();
    await window.openNotebook(notebook);
    await window.screenshot("container-1-opened");
    await window.selectKernel("Container");
    await window.runAll();
    await window.codeCells.first().hover(); // off the button: its tip hides what is below
    await window.screenshot("container-2-starting");
    const shape = window.outputs.getByText(/1,461 rows × 6 columns/);
    await shape.first().waitFor({ state: "attached", ...buildPatience });
    await window.codeCells.filter({ hasText: "readCSV" }).first().scrollIntoViewIfNeeded();
    await window.page.waitForTimeout(1_000);
    await window.screenshot("container-3-table");
    await window.goTo("last");
    await window.outputs.getByText("wrote day-2012-02-05.txt and month-2012-02.csv").waitFor(patience);
    await window.screenshot("container-4-end");
    const folder = join(editor.folder, "data/output/seattle-weather");
    assert.match(readFileSync(join(folder, "day-2012-02-05.txt"), "utf8"), /Seattle, 2012-02-05/);

    await editAtEnd(window, "closeSync");
    await window.page.keyboard.type("\nconsole.log(`${thatDay.height} day, again`);");
    await window.command("Notebook: Execute Cell");
    await window.outputs.getByText("1 day, again").waitFor(patience);
    await window.screenshot("container-5-edited");
    await window.page.keyboard.press("Control+a");
    await window.page.keyboard.press("Delete");
    await window.page.keyboard.type("for (;;);");
    await window.command("Notebook: Execute Cell");
    await marked(window, "for (;;);", "executing").waitFor(patience);
    await window.screenshot("container-6-endless");
    await window.toolbar("Interrupt");
    await marked(window, "for (;;);", "error").waitFor(patience);
    await window.outputs.getByText("Interrupted").first().waitFor(patience);
    await window.screenshot("container-7-interrupted");
    await window.page.keyboard.press("Escape");
    await editAtEnd(window, "for (;;);");
    await window.page.keyboard.press("Control+a");
    await window.page.keyboard.press("Delete"); // text typed over a selection would surround it
    await window.page.keyboard.type("`${thatDay.height} kept`;");
    await window.command("Notebook: Execute Cell");
    await window.outputs.getByText("'1 kept'").waitFor(patience);
  });

  it("exports the sample, builds its image, and runs that for a day", async () => {
    const window = await editor.open();
    await window.openNotebook(notebook);
    await window.command("pipenb: Export Pipeline");
    await asked(window, "Export Weather of Seattle");
    await window.pick("seattle-weather-pipeline");
    const exported = window.notification("is exported");
    await exported.waitFor(patience);
    assert.ok(existsSync(join(editor.folder, "seattle-weather-pipeline", "pipeline.ts")));
    await window.screenshot("container-8-exported");

    await exported.getByRole("button", { name: "Build Image…" }).click();
    await asked(window, "Build the image of Weather of Seattle");
    await window.answer(tag);
    const built = window.notification(`${tag} is built`);
    await built.waitFor(buildPatience);
    await window.screenshot("container-9-built");

    await built.getByRole("button", { name: "Run Pipeline for…" }).click();
    await asked(window, "day");
    await window.page.locator(".quick-input-widget input").first().fill("2012-02-30");
    await window.page
      .getByText(/2012-02-30/)
      .last()
      .waitFor(patience);
    await window.screenshot("container-10-form");
    await window.answer("2012-02-05");
    await asked(window, "wetFrom");
    await window.answer("0.2");
    await asked(window, "output");
    await window.answer("data/output/in-image");
    await window.notification("has run").waitFor(patience);
    await window.notification("Running").waitFor({ state: "detached", ...patience });
    await window.page.waitForTimeout(500); // notifications slide
    await window.screenshot("container-11-ran");
    const ran = readFileSync(join(editor.folder, "data/output/in-image/day-2012-02-05.txt"), "utf8");
    const before = readFileSync(
      join(editor.folder, "data/output/seattle-weather/day-2012-02-05.txt"),
      "utf8",
    );
    assert.equal(ran, before);
  });
});
