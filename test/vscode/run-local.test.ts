/** A notebook is run in the real editor, its kernel a process of this machine. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";

describe("running a notebook in the editor, in a local process", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  it("shows what all cells give and print, and leaves their files", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.selectKernel("Local process");
    await window.runAll();
    await window.outputs.getByText("'Hello, world!'").waitFor();
    await window.screenshot("run-local-first-cells");
    await window.goTo("last");
    await window.outputs.getByText("3. Hello, world!").waitFor();
    await window.outputs.getByText("wrote data/output/hello/greeting.txt").waitFor();
    await window.screenshot("run-local-last-cells");
    const greeting = readFileSync(join(editor.folder, "data/output/hello/greeting.txt"), "utf8");
    assert.equal(greeting, "Hello, world!\n".repeat(3));
  });
});
