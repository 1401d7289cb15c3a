/** A notebook is opened in the real editor, from the packed extension. */
import assert from "node:assert/strict";
import { useEditor } from "../support/editor/use-editor.ts";

describe("opening a notebook in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  it("shows its cells, Markdown rendered and code coloured", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.outputs.getByRole("heading", { name: "Hello" }).waitFor();
    const parameters = window.codeCells.first();
    await parameters.locator("span[class^=mtk]", { hasText: /^"world"$/ }).waitFor(); // a token of its own: coloured
    assert.match(await parameters.innerText(), /Who\s+is\s+greeted/);
    await window.screenshot("open-hello");
  });
});
