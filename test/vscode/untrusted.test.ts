/** A workspace that nobody has said to trust: its notebooks can be read, and nothing of them runs or is built. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { listKernels } from "../../containers/hosts/find-kernels.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

const kernelFolder = resolve("dist/kernel");

/** The editor asks when the window opens. */
async function declineTrust(window: Workbench): Promise<void> {
  const decline = window.page.getByRole("button", { name: "No, I don't trust the authors" });
  await decline.click({ timeout: 300_000 });
  await decline.waitFor({ state: "detached" });
}

describe("a workspace that is not trusted", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"], trusted: false });

  it("shows its notebooks, and runs, builds and exports nothing", async () => {
    const window = await editor.open();
    await declineTrust(window);
    await window.openNotebook("hello.pipenb");
    await window.codeCells.first().getByText("world").waitFor();
    await window.selectKernel("Local process"); // needs nothing that this machine might not have
    await window.toolbar("Run All");
    const question = window.page.locator(".monaco-dialog-box", {
      hasText: "Executing a notebook cell will run",
    });
    await question.waitFor();
    await window.screenshot("untrusted-run");
    await question.getByRole("button", { name: "Cancel" }).click();
    await question.waitFor({ state: "detached" });
    await window.page.keyboard.press("F1");
    await window.page.locator(".quick-input-widget input").first().fill(">pipenb: ");
    await window.page.locator(".quick-input-list", { hasText: "Open as Text" }).waitFor();
    const offered = await window.page.locator(".quick-input-list").innerText();
    assert.doesNotMatch(offered, /Export Pipeline|Build|Push|Run Pipeline/);
    await window.screenshot("untrusted-commands");

    const kernels = await listKernels({ kernelFolder });
    assert.deepEqual(
      kernels.filter(({ notebookPath }) => notebookPath.startsWith(editor.folder)),
      [],
    );
    assert.deepEqual(readdirSync(editor.folder), ["hello.pipenb"]);
    assert.equal(
      readFileSync(join(editor.folder, "hello.pipenb"), "utf8"),
      readFileSync("samples/hello.pipenb", "utf8"),
    );
  });
});
