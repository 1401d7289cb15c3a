/** From a notebook to an image that is run for other parameters, in the real editor and on a real engine. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { removeTag } from "../support/remove-tag.ts";

const tag = "pipenb-test/editor-hello:1";

/** The open quick input, once its title says so. */
async function asked(window: Workbench, title: string): Promise<void> {
  await window.page.locator(".quick-input-title", { hasText: title }).waitFor();
}

describe("making a pipeline of a notebook in the editor", function () {
  this.timeout(600_000);
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  after(async () => {
    await removeTag(engine, tag);
  });

  it("exports it, builds its image and runs that for what the form is told", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");

    await window.command("pipenb: Export Pipeline");
    await asked(window, "Export Hello");
    await window.pick("hello-pipeline");
    const exported = window.notification("Hello is exported");
    await exported.waitFor();
    assert.ok(existsSync(join(editor.folder, "hello-pipeline", "pipeline.ts")));

    await exported.getByRole("button", { name: "Build Image…" }).click();
    await asked(window, "Build the image of Hello");
    await window.answer("Hello World");
    await window.page.getByText("A name has no blanks").waitFor();
    await window.answer(tag);
    const built = window.notification(`${tag} is built`);
    await built.waitFor({ timeout: 180_000 });
    await window.screenshot("pipeline-built");

    await built.getByRole("button", { name: "Run Pipeline for…" }).click();
    await asked(window, "Run Hello: who");
    await window.answer("Ada");
    await asked(window, "Run Hello: times");
    await window.answer("many");
    await window.page.getByText('"many" is not a number').waitFor();
    await window.screenshot("pipeline-form");
    await window.answer("2");
    await asked(window, "Run Hello: language");
    await window.answer("cs");
    await asked(window, "Run Hello: output");
    await window.answer("data/output/ada");
    const ran = window.notification(`${tag} Ada --times 2 --language cs --output data/output/ada has run`);
    await ran.waitFor({ timeout: 300_000 });
    await ran.getByRole("button", { name: "Copy docker run" }).waitFor();
    await window.screenshot("pipeline-ran");
    const greeting = join(editor.folder, "data/output/ada/greeting.txt");
    assert.equal(readFileSync(greeting, "utf8"), "Ahoj, Ada!\nAhoj, Ada!\n");
  });

  it("runs one that needs a service beside fresh ones", async () => {
    const serve = `require("node:http").createServer((_, response) => response.end("17")).listen(7000)`;
    const service = `{ image: ${nodeImage()}, command: ["node", "-e", ${JSON.stringify(serve)}], ports: [7000] }`;
    const cell = `import { writeFileSync } from "node:fs";
writeFileSync("data/output/stock.txt", await (await fetch("http://store:7000/")).text());`;
    const text = `/* ---\npipenb: 1\ntitle: Stock\nservices:\n  store: ${service}\n--- */\n\n// %%\n${cell}\n`;
    writeFileSync(join(editor.folder, "stock.pipenb"), text);
    const window = await editor.open();
    await window.openNotebook("stock.pipenb");
    await window.command("pipenb: Run Pipeline for…");
    await asked(window, "Build the image of Stock");
    await window.answer(tag);
    const ran = window.notification(`${tag} has run`);
    await ran.waitFor({ timeout: 180_000 });
    await ran.getByRole("button", { name: "Copy docker compose run" }).waitFor();
    await window.screenshot("pipeline-ran-beside-a-service");
    assert.equal(readFileSync(join(editor.folder, "data/output/stock.txt"), "utf8"), "17");
    assert.deepEqual(
      await engine.networksWithLabel(`pipenb.notebook=${join(editor.folder, "stock.pipenb")}`),
      [],
    );
  });

  it("says what doctor finds", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.command("pipenb: Run Doctor");
    await window.notification("Doctor: ").first().waitFor();
    await window.page.locator(".output-view", { hasText: "engine:" }).waitFor();
    await window.screenshot("doctor");
  });

  it("lists the notebook's kernel, and stops it from there", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await window.statusItem("pipenb: local process").waitFor({ timeout: 300_000 });
    await window.page.getByRole("tab", { name: "Pipenb", exact: true }).click();
    const row = window.page.locator(".pane-body .monaco-list-row", { hasText: /local process, \d+ s/ });
    await row.first().waitFor();
    await window.screenshot("kernels-view");
    const stopped = window.statusItem("pipenb: no kernel");
    // The list is drawn anew as its kernels grow older, and a click that comes meanwhile is lost.
    for (let tries = 0; tries < 10 && !(await stopped.isVisible()); tries++) {
      const click = async (): Promise<void> => {
        await row.first().hover({ timeout: 5_000 });
        await row.first().getByRole("button", { name: "Stop Kernel" }).click({ timeout: 5_000 });
      };
      await click().catch(() => undefined);
      await stopped.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await stopped.waitFor();
  });
});
