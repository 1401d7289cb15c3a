/** What becomes of a kernel whose notebook names another environment, in the real editor: it is said, and a restart makes it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { environmentTag } from "../../containers/images/environment-image.ts";
import { environmentOf } from "../../containers/images/notebook-environment.ts";
import { lockPath } from "../../containers/lock/lock-file.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

/** So that no run finds what another has built. */
const run = randomBytes(4).toString("hex");

const patience = { timeout: 180_000 };

const text = `/* ---
pipenb: 1 # of the format
image:
  dockerfile: ["RUN true # ${run}"]
--- */

// %% name=first
"first " + 1;

// %% name=second
import ms from "ms";
ms("2 days") + " milliseconds";
`;

/** Cells run once the editor has taken the kernel that the setting names. */
async function kernelChosen(window: Workbench, label: string): Promise<void> {
  await window.kernelShown(label, patience);
}

async function runCell(window: Workbench, name: string): Promise<void> {
  const cell = window.codeCells.filter({ hasText: name }).first();
  await cell.locator(".view-line").first().click();
  await window.page.keyboard.press("Shift+Enter");
}

async function addPackage(window: Workbench, typed: string): Promise<void> {
  await window.command("pipenb: Add Package");
  const input = window.page.locator(".quick-input-widget input").first();
  await window.page.locator(".quick-input-title", { hasText: "Add an npm package" }).waitFor();
  await input.fill(typed);
  const name = typed.replace(/@[^@]*$/, "");
  const row = window.page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
  await row.waitFor();
  await window.screenshot(`add-package-${name}`);
  await row.click();
}

describe("a kernel in a container whose notebook names another environment", function () {
  this.timeout(600_000);
  let engine: Engine;
  const built: string[] = [];

  /** The name of the image that the notebook's environment has. */
  function imageOf(notebookPath: string, contents: string, lock: string | undefined): string {
    const { frontMatter } = parseNotebook(contents).notebook;
    return environmentTag(environmentOf({ notebookPath, frontMatter, env: process.env }, lock).key);
  }

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: [] });

  after(async () => {
    for (const image of built) await engine.removeImage(image);
  });

  it("is told of by the notebook, and runs in the new one after a restart", async () => {
    const path = join(editor.folder, "packages.pipenb");
    writeFileSync(path, text);
    const window = await editor.open();
    await window.openNotebook("packages.pipenb");
    await kernelChosen(window, "Container");
    await runCell(window, '"first "');
    await window.outputs.getByText("'first 1'").waitFor(patience);
    built.push(imageOf(path, text, undefined));

    await addPackage(window, "ms@2.1.3");
    await window.frontMatterCell.getByText("ms").first().waitFor();
    const notice = window.notification("The environment of packages.pipenb has changed (image.npm)");
    await notice.waitFor(patience);
    await window.statusItem("environment changed").waitFor();
    await window.frontMatterCell.getByText("Environment has changed: restart").waitFor();
    await window.screenshot("environment-changed");

    await notice.getByRole("button", { name: "Restart Kernel" }).click();
    await window
      .notification("pipenb")
      .getByText(/layer|image|Starting|kernel/i)
      .first()
      .waitFor();
    await window.screenshot("environment-rebuilding");
    await window.statusItem("environment changed").waitFor({ state: "detached", ...patience });
    await runCell(window, "import ms");
    await window.outputs.getByText("'172800000 milliseconds'").waitFor(patience);
    await window.screenshot("environment-rebuilt");
    await window.page.keyboard.press("Control+s");
    await window.page.waitForTimeout(1_000);
    assert.equal(
      readFileSync(path, "utf8").split("// %%")[0],
      text.split("// %%")[0]?.replace('"]\n', '"]\n  npm:\n    ms: 2.1.3\n'),
    );
    const image = imageOf(path, readFileSync(path, "utf8"), readFileSync(lockPath(path), "utf8"));
    assert.ok((await engine.image(image)) !== undefined);
    built.push(image);
  });
});

describe("a notebook's environment, with kernels of this machine", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: [], settings: { "pipenb.runtime": "local" } });

  async function open(name: string, contents: string): Promise<Workbench> {
    writeFileSync(join(editor.folder, `${name}.pipenb`), contents);
    const window = await editor.open();
    await window.openNotebook(`${name}.pipenb`);
    await kernelChosen(window, "Local process");
    return window;
  }

  it("keeps its kernel while only the title and comments change, and while it is half typed", async () => {
    const window = await open("titled", "/* ---\npipenb: 1\ntitle: a\n--- */\n\n// %%\n`${6 * 7} it is`;\n");
    await runCell(window, "it is");
    await window.outputs.getByText("'42 it is'").waitFor(patience);
    await window.frontMatterCell.locator(".view-line", { hasText: "title" }).click();
    await window.page.keyboard.press("End");
    await window.page.keyboard.type("b # said\nsecrets");
    await window.frontMatterCell.locator(".squiggly-error").first().waitFor();
    await window.frontMatterCell.getByText("Has errors").waitFor();
    assert.equal(await window.statusItem("environment changed").count(), 0);
    await window.page.keyboard.type(": []\nenvironment: { TZ: UTC }");
    await window.notification("has changed (environment)").waitFor(patience);
    await window.page.keyboard.press("Shift+Home");
    await window.page.keyboard.press("Delete");
    await window.statusItem("environment changed").waitFor({ state: "detached" });
  });

  it("names the lock when somebody else has written it", async () => {
    const window = await open("locked", "/* ---\npipenb: 1\n--- */\n\n// %%\n`${6 * 7} it is`;\n");
    await runCell(window, "it is");
    await window.outputs.getByText("'42 it is'").waitFor(patience);
    writeFileSync(join(editor.folder, "locked.lock.json"), "{}");
    await window.notification("The environment of locked.pipenb has changed (lock)").waitFor(patience);
  });

  it("is locked with what $ needs before it is exported", async () => {
    const window = await open("shell", "// %% name=say\nawait $`echo hello`;\n");
    await window.command("pipenb: Export Pipeline");
    await window.pick("shell-pipeline");
    await window.notification("shell is exported").waitFor(patience);
    assert.ok(existsSync(join(editor.folder, "shell.lock.json")));
    assert.match(readFileSync(join(editor.folder, "shell-pipeline/package.json"), "utf8"), /"zx"/);
  });

  it("lacks no package that is misspelt: npm is asked", async () => {
    const window = await open("unknown", "/* ---\npipenb: 1\n--- */\n\n// %%\n1;\n");
    await addPackage(window, "pipenb-no-such-package-4711");
    await window.notification("npm knows no package pipenb-no-such-package-4711").waitFor(patience);
    await window.screenshot("add-package-unknown");
  });
});
