/** What is wrong with a notebook is shown where it is wrong. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";

describe("problems of a notebook in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  it("stand on the line of the cell they are about, and go when it is mended", async () => {
    const text = '// %% [parameters]\n/** Day */\nconst day: IsoDate = "2022-02-30";\n\n// %%\nday;\n';
    writeFileSync(join(editor.folder, "wrong.pipenb"), text);
    const window = await editor.open();
    await window.openNotebook("wrong.pipenb");
    const cell = window.codeCells.first();
    await cell.locator(".squiggly-error").first().waitFor();
    await window.screenshot("problem-in-cell");
    await cell.getByText('"2022-02-30"').click();
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.type('const day: IsoDate = "2022-02-28"');
    await cell.locator(".squiggly-error").first().waitFor({ state: "detached" });
  });
});

describe("a workspace that is not trusted", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"], trusted: false });

  it("shows its notebooks, and offers nothing that builds or runs", async () => {
    const window = await editor.open();
    const no = window.page.getByRole("button", { name: /No, I don't trust/ });
    await no.click();
    await window.openNotebook("hello.pipenb");
    await window.codeCells.first().waitFor();
    await window.page.keyboard.press("F1");
    await window.page.locator(".quick-input-widget input").first().fill(">pipenb: ");
    const rows = window.page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "Doctor" }).first().waitFor();
    for (const title of ["Build Image", "Run Pipeline", "Export Pipeline"])
      await rows.filter({ hasText: title }).waitFor({ state: "detached" });
    await window.screenshot("untrusted");
  });
});
