/** The keys that every notebook has, in the real editor: those of the editor itself and those that pipenb adds. */
import assert from "node:assert/strict";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

describe("the keys of a notebook", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: ["test/fixtures/editor/keys.pipenb"],
    settings: { "pipenb.runtime": "local" },
  });

  it("run, insert, delete, copy and change cells as in every notebook", async () => {
    const window = await editor.open();
    const { page } = window;
    await window.openNotebook("keys.pipenb");
    await window.kernelShown("Local process");
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await window.editCell(window.codeCells.first());
    await press("Control+Enter"); // out of the text of a cell
    await window.outputs.getByText("'one'").waitFor();
    await focused(window, "'one'");
    await window.leaveText();

    await press("Control+/");
    await window.codeCells.first().locator(".view-line", { hasText: "// 'one'" }).waitFor();
    await press("Control+/");
    await window.leaveText();
    await cells(window, ["'one'", "'two'", "'three'"]);

    await press("Control+Enter"); // and on the cell itself
    await cells(window, ["'one'", "'two'", "'three'"]);

    await press("b");
    await cells(window, ["'one'", "", "'two'", "'three'"]);
    await press("a");
    await cells(window, ["'one'", "", "", "'two'", "'three'"]);
    await press("d", "d");
    await cells(window, ["'one'", "", "'two'", "'three'"]);
    await press("d", "d");
    await cells(window, ["'one'", "'two'", "'three'"]);
    await press("z");
    await cells(window, ["'one'", "", "'two'", "'three'"]);
    await press("d", "d");

    // From the top, where the front matter is.
    await press("k", "k", "k", "k", "j", "c", "j", "v");
    await cells(window, ["'one'", "'two'", "'one'", "'three'"]);
    await press("x");
    await cells(window, ["'one'", "'two'", "'three'"]);

    await press("k", "k", "k", "k", "j", "m");
    await window.codeCells.nth(2).waitFor({ state: "detached" });
    await press("y");
    await cells(window, ["'one'", "'two'", "'three'"]);

    await press("Enter");
    await window.codeCells.first().locator(".monaco-editor.focused").waitFor();
    await press("Control+Home");
    await page.keyboard.type("a");
    await cells(window, ["a'one'", "'two'", "'three'"]);
    await press("Backspace");
    await window.leaveText();
    await press("Shift+Enter");
    await focused(window, "'two'");
    await press("Shift+Enter");
    await window.outputs.getByText("'two'").waitFor();
    await window.screenshot("keys");
  });

  it("are left to what has the focus: a search, an output", async () => {
    const window = await editor.open();
    const { page } = window;
    await window.openNotebook("keys.pipenb");
    await window.kernelShown("Local process");
    await window.editCell(window.codeCells.first());
    await page.keyboard.press("Control+Enter");
    const output = window.outputs.getByText("'one'");
    await output.click();
    await page.waitForFunction(() => document.activeElement?.tagName === "IFRAME");
    for (const key of ["d", "d", "a", "x"]) await page.keyboard.press(key);
    await cells(window, ["'one'", "'two'", "'three'"]);
    await window.editCell(window.codeCells.first());
    await page.keyboard.press("Control+f");
    await page.locator(".simple-fr-find-part-wrapper :focus").first().waitFor();
    await page.keyboard.type("abdd");
    await cells(window, ["'one'", "'two'", "'three'"]);
  });
});

/** The code cells are these, in order. */
async function cells(window: Workbench, texts: readonly string[]): Promise<void> {
  const read = async (): Promise<readonly string[]> =>
    (await window.codeCells.locator(".view-lines").allInnerTexts()).map((text) => text.trim());
  for (let tries = 0; String(await read()) !== String(texts) && tries < 200; tries++)
    await window.page.waitForTimeout(100);
  assert.deepEqual(await read(), texts);
}

async function focused(window: Workbench, text: string): Promise<void> {
  await window.notebook.locator(".code-cell-row.focused", { hasText: text }).waitFor();
}
