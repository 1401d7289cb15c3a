/** `pipenb.runtime` in the real editor: it chooses the kernel of notebooks for which nobody has. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEditor } from "../support/editor/use-editor.ts";

describe("the setting pipenb.runtime", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb", "test/fixtures/editor/numbers.pipenb"] });
  const setting = (runtime: string): void => {
    mkdirSync(join(editor.folder, ".vscode"), { recursive: true });
    writeFileSync(
      join(editor.folder, ".vscode/settings.json"),
      JSON.stringify({ "pipenb.runtime": runtime }),
    );
  };

  it("chooses the kernel of a notebook that was never run, and may change until it is", async () => {
    setting("container");
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.kernelShown("Container");
    setting("local");
    await window.kernelShown("Local process");
    await window.screenshot("runtime-chosen");
    await window.runAll();
    await window.outputs.getByText("'Hello, world!'").waitFor();
    setting("container");
    await window.openNotebook("numbers.pipenb");
    await window.kernelShown("Container");
    await window.openNotebook("hello.pipenb");
    await window.kernelShown("Local process");
  });

  it("leaves alone what the user has chosen", async () => {
    setting("container");
    const window = await editor.open();
    await window.openNotebook("numbers.pipenb");
    await window.selectKernel("Local process");
    setting("local");
    setting("container");
    await window.openNotebook("hello.pipenb");
    await window.openNotebook("numbers.pipenb");
    await window.page.waitForTimeout(1_000);
    await window.kernelShown("Local process");
  });
});
